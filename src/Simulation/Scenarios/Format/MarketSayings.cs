using System.ComponentModel;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Whether a symbol trades.</summary>
public sealed record SymbolStatusSaid
{
    [Description("The symbol.")]
    public required string Symbol { get; init; }

    [Description("FIX SecurityTradingStatus.")]
    public required SecurityTradingStatus Status { get; init; }
}

/// <summary>Whether a market trades.</summary>
public sealed record MarketStatusSaid
{
    [Description("The market, XNYS for example.")]
    public required string Market { get; init; }

    [Description("FIX TradSesStatus.")]
    public required TradSesStatus Status { get; init; }

    [Description("When it ends by itself, as +DURATION from the scenario's start, or an instant. Default when something else is said.")]
    public Moment? Until { get; init; }
}

/// <summary>Between which prices a symbol may trade.</summary>
public sealed record PriceBandSaid
{
    [Description("The symbol.")]
    public required string Symbol { get; init; }

    [Description("The lowest price.")]
    public required decimal LowLimitPrice { get; init; }

    [Description("The highest price.")]
    public required decimal HighLimitPrice { get; init; }

    [Description("Until when it counts without being said again, as +DURATION from the scenario's start, or an instant. Default 30 s.")]
    public Moment? Until { get; init; }
}

/// <summary>From what a band follows by rule.</summary>
public sealed record ReferencePriceSaid
{
    [Description("The symbol.")]
    public required string Symbol { get; init; }

    [Description("The mean price of the five minutes before.")]
    public required decimal ReferencePrice { get; init; }

    [Description("The close of the trading day before.")]
    public required decimal PreviousClose { get; init; }

    [Description("The stock's tier. Default tier1.")]
    public LuldTier Tier { get; init; } = LuldTier.Tier1;

    [Description("Until when it counts without being said again, as +DURATION from the scenario's start, or an instant. Default 30 s.")]
    public Moment? Until { get; init; }
}

/// <summary>What an index has come to.</summary>
public sealed record MarketIndexSaid
{
    [Description("The index now.")]
    public required decimal Value { get; init; }

    [Description("Its close of the trading day before.")]
    public required decimal PriorClose { get; init; }
}
