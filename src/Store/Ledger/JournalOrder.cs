using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>One order as the journal's entries about it make it, one after the other.</summary>
internal sealed record JournalOrder(string Symbol, Side Side)
{
    public decimal? LimitPrice { get; init; }

    public decimal? PriceBound { get; init; }

    public int Generation { get; init; } = 1;

    public string? OrigClOrdId { get; init; }

    public int Pass { get; init; } = 1;

    /// <summary>Where it was reported last; null before the first report.</summary>
    public string? Venue { get; init; }

    public string? Account { get; init; }

    public string? OrderId { get; init; }

    /// <summary>How it stands by the venue's words. Its fills are counted elsewhere.</summary>
    public OrderLedger Ledger { get; init; } = new() { OrderQty = 0 };

    public DateTimeOffset? EndedAt { get; init; }

    // The entry that says last how the order is; a report's word is the ledger's.
    private (string Kind, long Seq) Decided { get; init; }

    private bool IsValidated { get; init; }

    private bool WasRejected { get; init; }

    /// <summary>The order that is recorded in its place.</summary>
    public JournalOrder ReplacedBy(string clOrdId, decimal? price, decimal? priceBound) =>
        new(Symbol, Side) { Generation = Generation + 1, OrigClOrdId = clOrdId, LimitPrice = price, PriceBound = priceBound };

    /// <summary>It after an entry that is no report.</summary>
    public JournalOrder After(long seq, string kind, int? pass) => (this with { Pass = pass ?? Pass }) switch
    {
        var same when kind is nameof(OrderAcknowledged) or JournalKinds.NotSent or JournalKinds.ReplacementFound => same,
        var refused when kind == nameof(OrderRejected) => refused with { WasRejected = true },
        var decided => decided with
        {
            Decided = (kind, seq),
            IsValidated = kind is nameof(OrderValidated) or JournalKinds.AskedFirst || (IsValidated && kind is nameof(OrderHeld) or nameof(OrderSubmitting)),
        },
    };

    /// <summary>It after a report.</summary>
    public JournalOrder After(long seq, ExecutionReport report, DateTimeOffset? standingAt, int? pass)
    {
        // Refused by the answer to its send, and at the venue after all.
        var before = Ledger.Standing == OrdStatus.Rejected && OrderId is null && report.ExecType != ExecType.Rejected
            ? Ledger with { Standing = OrdStatus.PendingNew, StandingAt = null }
            : Ledger with { StandingAt = standingAt ?? Ledger.StandingAt };
        var ledger = before.Apply(report, Fill.None, Fill.None).After;
        return this with
        {
            Pass = pass ?? Pass,
            Venue = report.Venue,
            Account = report.Account,
            OrderId = report.OrderId.Length > 0 ? report.OrderId : OrderId,
            Ledger = ledger,
            EndedAt = ledger.Standing.IsEnd() ? EndedAt ?? report.TransactTime : null,
            Decided = (nameof(ExecutionReport), seq),
        };
    }

    /// <summary>Its status; null where no entry says it.</summary>
    public OrdStatus? StatusOf(decimal sentQty, RebuiltOrder fills) => Decided.Kind switch
    {
        nameof(ExecutionReport) => With(sentQty, fills).OrdStatus,
        nameof(OrderHeld) => OrdStatus.Held,
        nameof(OrderDenied) => OrdStatus.Denied,
        JournalKinds.AskedFirst => OrdStatus.Unresolved,
        nameof(OrderProposed) or nameof(OrderValidated) or JournalKinds.ReplacementRecorded => OrdStatus.PendingNew,
        _ => null,
    };

    /// <summary>The room that it keeps; null where no entry says it.</summary>
    public decimal? ReservedOf(decimal sentQty, RebuiltOrder fills) => Decided.Kind switch
    {
        nameof(ExecutionReport) => With(sentQty, fills).LeavesQty,
        nameof(OrderDenied) => 0,
        _ => IsValidated ? sentQty : null,
    };

    /// <summary>Where its saga is; null while it has not taken in the entry that decides it, and where a refusal may have come after it.</summary>
    public OrderState? StateOf(decimal sentQty, RebuiltOrder fills, SagaRow saga) => Decided.Kind switch
    {
        _ when WasRejected => null,
        nameof(ExecutionReport) when saga.LedgerSeq == Decided.Seq => With(sentQty, fills).OrdStatus.IsTerminal() ? OrderState.Done : OrderState.Working,
        nameof(OrderDenied) when saga.LastSeq == Decided.Seq => OrderState.Done,
        nameof(OrderHeld) when saga.LastSeq == Decided.Seq => OrderState.Held,
        _ => null,
    };

    private OrderLedger With(decimal sentQty, RebuiltOrder fills) =>
        Ledger with { OrderQty = fills.RestatedQty ?? sentQty, CumQty = fills.CumQty, CumValue = fills.CumValue };
}
