using Pipeline.Messages.Fix;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>An order as the venue has it, which is the truth whatever it answers. It lives: what is read later may differ.</summary>
public sealed class SimulatedOrder
{
    internal SimulatedOrder(OrderState state) => State = state;

    /// <summary>Its place in the order of acceptance, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>The venue's id.</summary>
    public required string OrderId { get; init; }

    /// <summary>The client's id; one that the venue made where the client gave none.</summary>
    public required string ClOrdId { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required OrdType OrdType { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>When the venue took it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True when it was entered elsewhere.</summary>
    public bool IsExternal { get; init; }

    /// <summary>The venue's id of the order it takes the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>The first instant at which it is no longer good, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public decimal OrderQty => State.OrderQty;

    public decimal? Price => State.Price;

    public decimal? StopPx => State.StopPx;

    /// <summary>Alpaca's word for its state.</summary>
    public string Status => State.Status;

    /// <summary>What has traded; of a replacement, with what the orders before it traded, as FIX has it.</summary>
    public decimal CumQty => State.CumQty;

    /// <summary>What that was worth, all trades together.</summary>
    public decimal CumValue => State.Value;

    public decimal? AvgPx => State.AvgPx;

    /// <summary>How many shares splits have made of one that was ordered.</summary>
    public decimal SharesOfOne { get; private set; } = 1;

    /// <summary>What its own trades have brought, in the shares of today; negative for a sale. What an order that is over states of itself stays in old shares.</summary>
    public decimal SignedQty => Trades.Sum(trade => Side == Side.Buy ? trade.Qty : -trade.Qty);

    /// <summary>True until it has come to its end.</summary>
    public bool IsOpen => !OrderStatuses.IsTerminal(Status);

    internal OrderState State { get; set; }

    /// <summary>True when only the script makes it trade.</summary>
    internal bool IsScripted { get; set; }

    /// <summary>True for a stop that the market has reached.</summary>
    internal bool Triggered { get; set; }

    /// <summary>Queries don't show it before.</summary>
    internal DateTimeOffset HiddenUntil { get; set; }

    /// <summary>Its own trades as they now stand, in order.</summary>
    internal List<StandingTrade> Trades { get; } = [];

    /// <summary>The price a unit of it is expected to cost, for the account to hold back.</summary>
    internal decimal HoldPx { get; set; }

    /// <summary>What the account holds back for it.</summary>
    internal decimal HeldCash { get; set; }

    /// <summary>What the account's position holds back for it.</summary>
    internal decimal HeldQty { get; set; }

    internal decimal LeavesQty => IsOpen ? Math.Max(0, OrderQty - CumQty) : 0;

    /// <summary>Restates the trades and what is held back after a split.</summary>
    internal void Split(decimal ratio)
    {
        SharesOfOne *= ratio;
        HoldPx /= ratio;
        HeldQty *= ratio;
        foreach (var trade in Trades)
        {
            trade.Qty *= ratio;
            trade.Px /= ratio;
            trade.StatedQty *= IsOpen ? ratio : 1;
        }
    }

    // What does not trade in its auction is canceled, as the rest of an immediate order is.
    internal RestingOrder ToResting() =>
        new(Seq, Side, OrdType, LeavesQty, Price, StopPx, TimeInForce is TimeInForce.Opg or TimeInForce.Cls ? TimeInForce.Ioc : TimeInForce, Triggered, ExpiresAt);
}

/// <summary>A trade with the quantity and price it has after busts and corrections.</summary>
internal sealed class StandingTrade(SimulatedExecution trade)
{
    public SimulatedExecution Trade => trade;

    /// <summary>In the shares of today, as the account holds them.</summary>
    public decimal Qty { get; set; } = trade.Qty;

    /// <summary>In the shares that its order states: those of its end, once it is over.</summary>
    public decimal StatedQty { get; set; } = trade.Qty;

    public decimal Px { get; set; } = trade.Px;

    /// <summary>A quantity of today's shares in those that the order states.</summary>
    public decimal Stated(decimal qty) => qty * StatedQty / Qty;
}
