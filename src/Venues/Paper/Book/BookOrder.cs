using System.Text.Json.Serialization;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>An order as the book keeps it. Immutable: what happens to it makes the next version and, with it, a report.</summary>
internal sealed record BookOrder
{
    /// <summary>Its place in the order of acceptance.</summary>
    public required long Seq { get; init; }

    public required NewOrderSingle Terms { get; init; }

    public required OrdStatus OrdStatus { get; init; }

    public decimal CumQty { get; init; }

    public bool Triggered { get; init; }

    /// <summary>How many executions have been reported, which numbers them.</summary>
    public int Execs { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset At { get; init; }

    [JsonIgnore]
    public string OrderId => $"{PaperVenue.Name}-{Seq}";

    [JsonIgnore]
    public bool IsOpen => OrdStatus is OrdStatus.New or OrdStatus.PartiallyFilled;

    [JsonIgnore]
    public decimal LeavesQty => IsOpen ? Terms.OrderQty - CumQty : 0;

    public BookOrder Become(OrdStatus status, DateTimeOffset at) => this with { OrdStatus = status, At = at, Execs = Execs + 1 };

    public BookOrder Trade(decimal qty, DateTimeOffset at)
    {
        var filled = CumQty + qty;
        return Become(filled == Terms.OrderQty ? OrdStatus.Filled : OrdStatus.PartiallyFilled, at) with { CumQty = filled };
    }

    /// <summary>The report of the change that made this version.</summary>
    public ExecutionReport Report(ExecType type, string? text = null) => new()
    {
        Venue = PaperVenue.Name,
        Account = Terms.Account,
        OrderId = OrderId,
        ClOrdId = Terms.ClOrdId,
        ExecId = $"{OrderId}-{Execs}",
        ExecType = type,
        OrdStatus = OrdStatus,
        Symbol = Terms.Symbol,
        Side = Terms.Side,
        OrderQty = Terms.OrderQty,
        CumQty = CumQty,
        LeavesQty = LeavesQty,
        Text = text,
        TransactTime = At,
    };

    public RestingOrder ToResting() => new(
        Seq, Terms.Side, Terms.OrdType, LeavesQty, Terms.Price, Terms.StopPx, Terms.TimeInForce, Triggered, ExpiresAt);

    public VenueOrder ToVenueOrder() => new()
    {
        ClOrdId = Terms.ClOrdId,
        OrderId = OrderId,
        Symbol = Terms.Symbol,
        Side = Terms.Side,
        OrdType = Terms.OrdType,
        OrderQty = Terms.OrderQty,
        Price = Terms.Price,
        StopPx = Terms.StopPx,
        TimeInForce = Terms.TimeInForce,
        OrdStatus = OrdStatus,
        CumQty = CumQty,
        TransactTime = At,
    };
}
