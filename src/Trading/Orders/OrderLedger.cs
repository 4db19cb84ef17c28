using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;

namespace Pipeline.Trading.Orders;

/// <summary>What the venue has said of one order, and what one more report makes of it. Exact decimal arithmetic throughout.</summary>
public sealed record OrderLedger
{
    /// <summary>Where the order stands by the venue's word, apart from its fills.</summary>
    public OrdStatus Standing { get; init; } = OrdStatus.PendingNew;

    /// <summary>The venue's time of the newest report about that; what is older is history.</summary>
    public DateTimeOffset? StandingAt { get; init; }

    /// <summary>What the order asks for now. A replacement or a restatement changes it; what the line intended it never changes.</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>The venue's time of the newest report that changed <see cref="OrderQty"/>; null while it is as it was sent.</summary>
    public DateTimeOffset? RestatedAt { get; init; }

    /// <summary>Quantity filled.</summary>
    public decimal CumQty { get; init; }

    /// <summary>Sum of quantity times price.</summary>
    public decimal CumValue { get; init; }

    public OrdStatus OrdStatus => FillLifecycle.StatusOf(Standing, CumQty, OrderQty);

    public decimal LeavesQty => OrdStatus.IsTerminal() ? 0 : Math.Max(0, OrderQty - CumQty);

    /// <summary>Quantity filled beyond what the order asks for.</summary>
    public decimal OverfilledQty => Math.Max(0, CumQty - OrderQty);

    public decimal? AvgPx => CumQty == 0 ? null : decimal.Round(CumValue / CumQty, 8);

    public static OrderLedger Of(Order order) => new()
    {
        Standing = order.Standing, StandingAt = order.StandingAt, OrderQty = order.OrderQty, RestatedAt = order.RestatedAt,
        CumQty = order.CumQty, CumValue = order.CumValue,
    };

    /// <summary>Applies one report that is known not to be a duplicate.</summary>
    /// <param name="report">The report.</param>
    /// <param name="before">What the fills it is about counted for the order until now.</param>
    /// <param name="after">What they count from now on.</param>
    public LedgerChange Apply(ExecutionReport report, Fill before, Fill after)
    {
        var (standing, at, move) = Stand(report);
        var restated = Restatement.Of(report) is { } found && (RestatedAt is null || found.At >= RestatedAt) ? found : null;
        var ledger = this with
        {
            Standing = standing,
            StandingAt = at,
            OrderQty = restated?.OrderQty ?? OrderQty,
            RestatedAt = restated?.At ?? RestatedAt,
            CumQty = CumQty - before.Qty + after.Qty,
            CumValue = CumValue - before.Value + after.Value,
        };
        return new LedgerChange(this, ledger, (move as Move.Refused)?.Why ?? Execution.Fault(report));
    }

    // Reports come out of order. Of those that only say how the order stands, an older one changes nothing any more; an end and a
    // fill always count. A report that states Filled says, by FIX's precedence, that nothing of the order is pending.
    private (OrdStatus Standing, DateTimeOffset? At, Move Move) Stand(ExecutionReport report)
    {
        var said = FillLifecycle.Said(report.ExecType, report.OrdStatus);
        if (FillLifecycle.IsExecution(said) && report.OrdStatus == OrdStatus.Filled && !Standing.IsEnd())
        {
            said = ExecType.OrderStatus;
        }

        var isWord = !FillLifecycle.IsExecution(said) && said is not (ExecType.Canceled or ExecType.Expired or ExecType.Rejected or ExecType.Replaced);
        if (isWord && report.TransactTime < StandingAt)
        {
            return (Standing, StandingAt, new Move.Ignored("it is older than what has been said since"));
        }

        // The first acknowledgement may bear our own clock's time, and says no more than that the order is there.
        var move = FillLifecycle.Next(Standing, said, report.OrdStatus);
        var next = move is Move.To to ? to.Standing : Standing;
        var isDated = said is ExecType.New ? next != Standing && Standing != OrdStatus.PendingNew : isWord && said != ExecType.PendingNew;
        return (next, isDated ? report.TransactTime : StandingAt, move);
    }
}
