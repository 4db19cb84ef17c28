using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Ledger;

/// <summary>What the journal says of the permissions to send: each with its number, what it permits, until when, and the outcomes that nothing changes.</summary>
internal sealed class JournalClaims
{
    private readonly LedgerRows rows = new("claims", ["cl_ord_id", "attempt"], ["fencing", "qty", "claimed_at", "send_deadline", "outcome"]);

    /// <summary>The rows that the journal makes of <c>claims</c>.</summary>
    public LedgerRows Rows => rows;

    public void Add(string kind, string clOrdId, decimal qty, DateTimeOffset at, JournalOrders.Said said)
    {
        switch (kind)
        {
            case nameof(OrderSubmitting):
                rows.Make(clOrdId, said.Attempt, said.Fencing, qty, at, said.SendDeadline, LedgerRows.NotSaid);
                break;
            case JournalKinds.AskedFirst:
                rows.Make(clOrdId, said.Attempt, LedgerRows.NotSaid, qty, at, at, LedgerRows.NotSaid);
                break;
            case JournalKinds.ReplacementFound:
                foreach (var attempt in said.Attempts ?? [])
                {
                    rows.TryAmend("qty", qty, clOrdId, attempt);
                }

                break;
            case nameof(OrderAcknowledged):
                rows.TryAmend("outcome", ClaimOutcome.Acknowledged, clOrdId, said.Attempt);
                break;
            case JournalKinds.NotSent:
                rows.TryAmend("outcome", ClaimOutcome.NotSent, clOrdId, said.Attempt);
                break;
        }
    }
}
