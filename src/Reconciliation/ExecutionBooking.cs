using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>An execution on its way into the ledger, with the booked ones that it restates or is restated by.</summary>
internal sealed class ExecutionBooking
{
    private readonly Execution execution;
    private readonly IReadOnlyList<Execution> others;

    private ExecutionBooking(Execution execution, IReadOnlyList<Execution> others)
    {
        this.execution = execution;
        this.others = others;
    }

    /// <summary>True for a bust or a correction whose trade, or a link to it, is not booked: it counts for nothing until that comes.</summary>
    public bool IsOfUnknown => execution.ExecType != ExecType.Trade && others.All(other => other.ExecType != ExecType.Trade);

    /// <summary>The booking of a report's execution; null when the report has none that can be booked.</summary>
    public static ExecutionBooking? Of(StoreSession session, ExecutionReport report, string? clOrdId) =>
        Execution.Of(report, clOrdId) is { } execution
            ? new ExecutionBooking(execution, [.. ExecutionTable.Related(session, execution).Where(other => other.ExecId != execution.ExecId)])
            : null;

    /// <summary>What the trade counted for an order until now, and counts from now on.</summary>
    public (Fill Before, Fill After) ForOrder(StoreSession session, Order order)
    {
        var splits = order.RestatedAt is null ? [] : Split.OfOrder(order.Terms.Qty, RestatementTable.OfOrder(session, order.ClOrdId));
        var mine = others.Where(other => other.ClOrdId == order.ClOrdId).ToList();
        return (ExecutionChain.Counted(mine, splits), ExecutionChain.Counted([.. mine, execution], splits));
    }

    /// <summary>Books what the trade counts now into the position and the fees. The execution itself is booked already.</summary>
    public void Book(StoreSession session)
    {
        IReadOnlyList<Execution> all = [.. others, execution];
        if (all.FirstOrDefault(each => each.ExecType == ExecType.Trade) is not { } trade)
        {
            return;
        }

        FeeTable.Move(session, execution.Account, ExecutionChain.Counted(others, []), ExecutionChain.Counted(all, []));
        PositionTable.Book(session, trade, splits => ExecutionChain.Counted(all, splits));
    }
}
