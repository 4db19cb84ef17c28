using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>An order as it is shown: by the HTTP API, the demo and a rehearsal alike.</summary>
public sealed record OrderView
{
    public required string ClOrdId { get; init; }

    public required string Key { get; init; }

    public required string IntentId { get; init; }

    public required string StrategyId { get; init; }

    public required string RebalanceId { get; init; }

    public required string Portfolio { get; init; }

    public string? Leg { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required OrdType OrderType { get; init; }

    /// <summary>What its line intends; it never changes.</summary>
    public required decimal Qty { get; init; }

    /// <summary>What it asks for now, after what the venue has made of it: while it is open, cum_qty and leaves_qty together, unless more has filled.</summary>
    public required decimal OrderQty { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>What becomes of its remainder.</summary>
    public required IntentFillPolicy FillPolicy { get; init; }

    /// <summary>Which of its line's orders this is: 1 is the first, each later one replaces the one before it.</summary>
    public required int Generation { get; init; }

    /// <summary>The order that this one replaces; absent for a line's first.</summary>
    public string? OrigClOrdId { get; init; }

    /// <summary>All orders of its line, where there are several; only where one order is asked for.</summary>
    public IReadOnlyList<LineOrderView>? Line { get; init; }

    /// <summary>Where the order is: the saga's word.</summary>
    public required OrderState State { get; init; }

    /// <summary>What the venue has said: FIX's word.</summary>
    public required OrdStatus OrdStatus { get; init; }

    public required decimal CumQty { get; init; }

    public required decimal LeavesQty { get; init; }

    /// <summary>Average price of the fills; absent without one.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>Why it was denied, held or rejected.</summary>
    public string? Code { get; init; }

    public string? Detail { get; init; }

    /// <summary>The venue's words on a rejection: untrusted, and cut short.</summary>
    public string? DetailUntrusted { get; init; }

    public decimal? ReferencePx { get; init; }

    public decimal? PriceBound { get; init; }

    public decimal? SlippageBps { get; init; }

    public required string Venue { get; init; }

    public required string Account { get; init; }

    /// <summary>The venue's id of the order.</summary>
    public string? OrderId { get; init; }

    /// <summary>Name and version of the adapter that sent it.</summary>
    public string? Adapter { get; init; }

    public required int Pass { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The file that its story was moved to; absent while its timeline has all of it.</summary>
    public string? Archive { get; init; }

    public required IReadOnlyList<FillView> Fills { get; init; }
}

/// <summary>One order of a line that was replaced.</summary>
public sealed record LineOrderView
{
    public required string ClOrdId { get; init; }

    public required int Generation { get; init; }

    public required OrderState State { get; init; }

    public required OrdStatus OrdStatus { get; init; }

    public required decimal Qty { get; init; }

    public decimal? LimitPrice { get; init; }

    public required decimal CumQty { get; init; }

    public required decimal LeavesQty { get; init; }

    /// <summary>Why it was denied or held.</summary>
    public string? Code { get; init; }

    /// <summary>The order that it replaces; absent for the first.</summary>
    public string? OrigClOrdId { get; init; }
}

/// <summary>One execution, with the quote it came from where the venue tells.</summary>
public sealed record FillView
{
    public required string ExecId { get; init; }

    /// <summary>For a bust or a correction, the execution that it restates.</summary>
    public string? ExecRefId { get; init; }

    public required ExecType ExecType { get; init; }

    public required decimal LastQty { get; init; }

    public required decimal LastPx { get; init; }

    public required DateTimeOffset TransactTime { get; init; }

    public decimal? Bid { get; init; }

    public decimal? Ask { get; init; }

    public decimal? BidSize { get; init; }

    public decimal? AskSize { get; init; }
}
