using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Archiving;

/// <summary>What the journal's entry <c>OrdersArchived</c> says of a batch. The chain covers it, and through its hashes the file and the checkpoint.</summary>
/// <param name="Batch">Its number.</param>
/// <param name="File">The file's name.</param>
/// <param name="AtByte">Where it begins in the file.</param>
/// <param name="Bytes">How long it is there.</param>
/// <param name="Hash">SHA-256 of those bytes, in lower-case hex.</param>
/// <param name="Checkpoint">SHA-256 of what stays: the columns <c>records</c> and <c>entries</c> of its row, one after the other.</param>
/// <param name="Orders">How many orders' stories it has.</param>
/// <param name="Records">How many entries of the journal.</param>
/// <param name="OlderThan">The age that was asked for.</param>
/// <param name="By">Who has asked.</param>
/// <param name="Why">Why.</param>
internal sealed record ArchiveRecord(
    long Batch, string File, long AtByte, long Bytes, string Hash, string Checkpoint, int Orders, int Records, TimeSpan OlderThan, string By, string Why)
{
    public static ArchiveRecord Of(ArchiveBatch batch, string hash, int orders, ArchiveOrder order) => new(
        batch.Number, batch.File, batch.AtByte, batch.Bytes, hash, CheckpointOf(batch), orders, batch.Records.Length / sizeof(long), order.OlderThan, order.By, order.Why);

    /// <summary>What the entry of a batch says; null when the journal has none.</summary>
    public static ArchiveRecord? Find(StoreSession session, ArchiveBatch batch) =>
        session.QueryFirst<string>("SELECT data FROM journal WHERE seq = @Seq AND kind = 'OrdersArchived'", new { batch.Seq }) is { } data ? Read(data) : null;

    /// <summary>Whether it speaks of a batch as it stands in its row.</summary>
    public bool Covers(ArchiveBatch batch) =>
        (Batch, File, AtByte, Bytes, Checkpoint) == (batch.Number, batch.File, batch.AtByte, batch.Bytes, CheckpointOf(batch));

    private static string CheckpointOf(ArchiveBatch batch) => Convert.ToHexStringLower(SHA256.HashData([.. batch.Records, .. batch.Entries]));

    private static ArchiveRecord? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchiveRecord>(data, PipelineJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
