using Pipeline.Store.Tables;

namespace Pipeline.Store.Audit;

/// <summary>What single records were sealed as. Asked in the order of their sequences, so that each seal is read once.</summary>
internal sealed class SealedHashes(StoreSession session)
{
    private Seal? seal;
    private Dictionary<long, (byte[] Before, byte[] Hash)> hashes = [];

    /// <summary>The chain's hash before and after a record; null when it is not sealed.</summary>
    public (byte[] Before, byte[] Hash)? Of(long seq)
    {
        if (seal is null || seal.LastSeq < seq)
        {
            seal = AuditSealTable.Covering(session, seq);
            hashes = seal is null ? [] : Hashes(seal);
        }

        return hashes.TryGetValue(seq, out var found) ? found : null;
    }

    private Dictionary<long, (byte[] Before, byte[] Hash)> Hashes(Seal of)
    {
        var before = AuditSealTable.Find(session, of.Number - 1)?.Head ?? Trading.Audit.AuditChain.Beginning;
        var found = new Dictionary<long, (byte[], byte[])>();
        foreach (var entry in of.Unpack() ?? [])
        {
            found[entry.Seq] = (before, entry.Hash);
            before = entry.Hash;
        }

        return found;
    }
}
