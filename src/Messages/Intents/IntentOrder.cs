using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Intents;

/// <summary>One line of an intent: one order.</summary>
public sealed record IntentOrder
{
    /// <summary>ASCII symbol; <c>aapl</c> and <c>AAPL</c> are the same. A pair with a slash (<c>BTC/USD</c>) is crypto and trades around the clock.</summary>
    [StringLength(IntentLimits.MaxSymbol, MinimumLength = 1)]
    [RegularExpression(IntentLimits.SymbolPattern, ErrorMessage = IntentLimits.SymbolRule)]
    [UpperCased]
    [Description("ASCII symbol; aapl and AAPL are the same. A pair with a slash (BTC/USD) is crypto and trades around the clock.")]
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    [Description("Buy or sell.")]
    public required Side Side { get; init; }

    /// <summary>Quantity to trade, in units of the symbol: more than 0, at most 1e12, at most 12 decimals.</summary>
    [Range(typeof(decimal), "0", IntentLimits.MaxAmount, MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("Quantity to trade, in units of the symbol.")]
    public required decimal Qty { get; init; }

    /// <summary>How the order meets the market.</summary>
    [Description("How the order meets the market.")]
    public required OrdType OrderType { get; init; }

    /// <summary>
    /// Worst price to trade at: more than 0, at most 1e12, at most 12 decimals.
    /// Required for <c>limit</c> and <c>stop_limit</c>, refused for the others.
    /// </summary>
    [OrderTypes(OrdType.Limit, OrdType.StopLimit)]
    [Range(typeof(decimal), "0", IntentLimits.MaxAmount, MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("Worst price to trade at. Required for limit and stop_limit, refused for the others.")]
    public decimal? LimitPrice { get; init; }

    /// <summary>
    /// Price that wakes the order: more than 0, at most 1e12, at most 12 decimals.
    /// Required for <c>stop</c> and <c>stop_limit</c>, refused for the others.
    /// </summary>
    [OrderTypes(OrdType.Stop, OrdType.StopLimit)]
    [Range(typeof(decimal), "0", IntentLimits.MaxAmount, MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("Price that wakes the order. Required for stop and stop_limit, refused for the others.")]
    public decimal? StopPrice { get; init; }

    /// <summary>
    /// Optional; <c>day</c> unless said otherwise. <c>opg</c> and <c>cls</c> are for the opening and the closing auction, with market and limit
    /// orders; <c>extended_hours</c> is a day order that trades before the open and after the close as well, with limit orders. Where the venue or
    /// the market does not take one the order is denied.
    /// </summary>
    [Description("How long the order stands. opg and cls are for the opening and the closing auction, with market and limit orders; extended_hours is a day order that trades before the open and after the close as well, with limit orders. Where the venue or the market does not take one the order is denied.")]
    public TimeInForce TimeInForce { get; init; } = TimeInForce.Day;

    /// <summary>What becomes of the remainder when it fills in part. Optional; the strategy's default, <c>rest</c> unless the operator says otherwise.</summary>
    [Description("What becomes of the remainder when the order fills in part. Without it the strategy's default, which is rest unless the operator says otherwise.")]
    public IntentFillPolicy? FillPolicy { get; init; }

    /// <summary>Tells several lines of one symbol and side apart, a ladder for example.</summary>
    [StringLength(IntentLimits.MaxName, MinimumLength = 1)]
    [RegularExpression(IntentLimits.NamePattern, ErrorMessage = IntentLimits.NameRule)]
    [Description("Tells several lines of one symbol and side apart, a ladder for example.")]
    public string? Leg { get; init; }
}
