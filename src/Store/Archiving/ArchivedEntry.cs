using System.Globalization;
using System.Text;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Archiving;

/// <summary>An entry of the journal as it stood there, column by column, in an archive or a checkpoint.</summary>
internal sealed record ArchivedEntry(long Seq, string At, string Kind, string? ClOrdId, string? IntentId, string Stage, long? Pass, string Data)
{
    /// <summary>Its fields but the sequence, in the canonical form that is hashed.</summary>
    public byte[] Rest => Encoding.UTF8.GetBytes(string.Concat(
        new[] { At, Kind, ClOrdId, IntentId, Stage, Pass?.ToString(CultureInfo.InvariantCulture), Data }.Select(AuditChain.Field)));
}
