using System.Security.Cryptography;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>Compares exported heads with the chain as it is now. What a restore has lost is told apart from what somebody took away.</summary>
public sealed class HeadCheck
{
    private readonly List<(int Line, AuditHead Head)> heads = [];
    private readonly Dictionary<long, (byte[] Hash, Seal Seal)?> sealedAs = [];
    private readonly Dictionary<string, ECDsa> keys;
    private readonly int unreadable;

    /// <param name="lines">The exported lines.</param>
    /// <param name="keys">The public keys that heads may name; none leaves the signatures unchecked.</param>
    public HeadCheck(IEnumerable<string> lines, IReadOnlyList<ECDsa> keys)
    {
        this.keys = keys.DistinctBy(AuditHead.KeyId).ToDictionary(AuditHead.KeyId);
        foreach (var (index, line) in lines.Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)))
        {
            if (AuditHead.Parse(line) is { } head)
            {
                heads.Add((index + 1, head));
                sealedAs[head.Seq] = null;
            }
            else
            {
                unreadable++;
            }
        }
    }

    /// <summary>How many heads there are.</summary>
    public int Count => heads.Count;

    /// <summary>Told of every sealed record of the chain.</summary>
    public void See(SealedRecord record, Seal seal)
    {
        if (sealedAs.ContainsKey(record.Seq))
        {
            sealedAs[record.Seq] = (record.Hash, seal);
        }
    }

    /// <summary>Says what the heads say, once the chain was walked.</summary>
    public (HeadVerdict Verdict, IReadOnlyList<AuditFault> Faults) Judge(string store, long lastSealed, IReadOnlyList<LostSequences> lost)
    {
        var faults = new List<AuditFault>();
        var (fitting, lastFitting, ofLost) = (0, 0L, 0);
        foreach (var (line, head) in heads.OrderBy(head => head.Head.Seq).ThenBy(head => head.Line))
        {
            var fault = Fault(line, head, store, lastSealed, lastFitting, lost, out var isOfLost);
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (isOfLost)
            {
                ofLost++;
            }
            else
            {
                (fitting, lastFitting) = (fitting + 1, head.Seq);
            }
        }

        return (new HeadVerdict(fitting, lastFitting, ofLost, unreadable, keys.Count == 0 ? null : string.Join(" and ", keys.Keys)), faults);
    }

    private AuditFault? Fault(
        int line, AuditHead head, string store, long lastSealed, long lastFitting, IReadOnlyList<LostSequences> lost, out bool isOfLost)
    {
        isOfLost = false;
        if (keys.Count > 0 && SignatureFault(line, head) is { } unsigned)
        {
            return unsigned;
        }

        // In an empty chain nothing says which store it is.
        if (store.Length > 0 && head.Store != store)
        {
            return new AuditFault(
                AuditFaultKind.HeadOfOtherStore, Math.Min(1, head.Seq),
                $"the head of record {head.Seq}, line {line}, is of a store whose first record is {head.Store[..Math.Min(8, head.Store.Length)]}: this is another store, or its first record was changed and the chain made anew");
        }

        if (sealedAs[head.Seq] is { } known)
        {
            return Differs(line, head, known.Hash, known.Seal, lastFitting);
        }

        // Only what a record of the chain says was lost: a table can be written by who took the records away.
        isOfLost = lost.Any(restore => restore.Contains(head.Seq));
        return isOfLost ? null : new AuditFault(
            AuditFaultKind.HeadMissing, Math.Min(lastSealed, head.Seq - 1) + 1,
            head.Seq > lastSealed
                ? $"records {lastSealed + 1} to {head.Seq} were removed with their seals: the head of record {head.Seq}, line {line}, was exported, and no restore is recorded that would have lost it"
                : $"record {head.Seq} was removed, and the chain made anew to fit: its head, line {line}, was exported");
    }

    // A head of before the key was changed is signed by the one that it names, and by none that came later.
    private AuditFault? SignatureFault(int line, AuditHead head) =>
        !keys.TryGetValue(head.Key, out var key) ? new AuditFault(
            AuditFaultKind.HeadOfUnknownKey, head.Seq, $"the head of record {head.Seq}, line {line}, names a key that was not given: {head.Key[..Math.Min(16, head.Key.Length)]}")
        : !head.IsSignedBy(key) ? new AuditFault(AuditFaultKind.HeadForged, head.Seq, $"the head of record {head.Seq}, line {line}, is not signed by the key that it names")
        : null;

    private static AuditFault? Differs(int line, AuditHead head, byte[] hash, Seal seal, long lastFitting) =>
        Convert.ToHexStringLower(hash) != head.Hash ? new AuditFault(
            AuditFaultKind.HeadDiffers, lastFitting + 1,
            $"a record from {lastFitting + 1} to {head.Seq} was changed, removed, inserted or reordered, and the chain made anew to fit: the head of record {head.Seq}, line {line}, has another hash")
        : seal.LastSeq != head.Seq || seal.SealedAt != head.SealedAt || seal.Records != head.Records ? new AuditFault(
            AuditFaultKind.HeadDiffers, head.Seq,
            $"seal {seal.Number} was changed or made anew: the head of record {head.Seq}, line {line}, counts {head.Records} records up to there, sealed at {head.SealedAt}")
        : null;
}
