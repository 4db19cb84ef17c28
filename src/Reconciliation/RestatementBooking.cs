using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>A change of what an order asks for, on its way into the ledger. One that shows a split restates the fills before it.</summary>
internal sealed class RestatementBooking
{
    private readonly Order order;
    private readonly Restatement restatement;
    private readonly IReadOnlyList<Split> before;
    private readonly IReadOnlyList<Split> after;

    private RestatementBooking(Order order, Restatement restatement, IReadOnlyList<Restatement> known)
    {
        this.order = order;
        this.restatement = restatement;
        before = Split.OfOrder(order.Terms.Qty, known);
        after = Split.OfOrder(order.Terms.Qty, known.Where(other => other.At != restatement.At).Append(restatement));
    }

    /// <summary>The booking of what a report restates; null when it restates nothing, or nothing that is not known.</summary>
    public static RestatementBooking? Of(StoreSession session, ExecutionReport report, Order order)
    {
        if (Restatement.Of(report) is not { } restatement)
        {
            return null;
        }

        // One that was found in a list may not have shown that it was a split; the report that comes later says it.
        var known = RestatementTable.OfOrder(session, order.ClOrdId);
        return known.Any(other => other.At == restatement.At && !other.IsCompletedBy(restatement)) ? null : new RestatementBooking(order, restatement, known);
    }

    /// <summary>What the order's fills counted until now, and count from now on; null when no split is in it.</summary>
    public (Fill Before, Fill After)? ForOrder(StoreSession session) => before.SequenceEqual(after)
        ? null
        : (new Fill(order.CumQty, order.CumValue), Sum(ExecutionTable.OfOrder(session, order.ClOrdId)));

    /// <summary>Books it, and the position anew when a split is in it.</summary>
    public void Book(StoreSession session, long seq)
    {
        RestatementTable.Upsert(session, order, restatement, seq);
        if (!before.SequenceEqual(after))
        {
            PositionTable.Rebuild(session, order.Account, order.Symbol);
        }
    }

    private Fill Sum(IReadOnlyList<Execution> executions)
    {
        var fills = ExecutionChain.All(executions).Select(chain => ExecutionChain.Counted(chain.Related, after)).ToList();
        return new Fill(fills.Sum(fill => fill.Qty), fills.Sum(fill => fill.Value));
    }
}
