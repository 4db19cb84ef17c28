using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Limits;

/// <summary>Every limit there is. Only these can stand in a limits file, and each must be set or waived against a live venue.</summary>
public static class AllLimits
{
    internal const string SymbolPattern = "^[A-Z0-9]+([./-][A-Z0-9]+)?$";

    private const decimal MostAmount = 1_000_000_000_000_000m;
    private const decimal MostSeconds = 86_400;

    private static readonly ScopeKind[] OfInstruments = [ScopeKind.Global, ScopeKind.Symbols];

    public static readonly Limit<IReadOnlySet<string>> AllowedStrategies = new(
        "allowed_strategies", "The strategies that may trade.", new NamesKind(IntentLimits.NamePattern, IntentLimits.NameRule));

    public static readonly Limit<IReadOnlySet<string>> AllowedSymbols = new(
        "allowed_symbols", "The symbols that may be traded, in upper case.", new NamesKind(SymbolPattern, "a symbol in upper case"));

    public static readonly Limit<IReadOnlySet<string>> AllowedSides = new(
        "allowed_sides", "The sides that orders may have.", new NamesKind(".", "buy or sell", ["buy", "sell"]));

    public static readonly Limit<IReadOnlySet<string>> AllowedOrderTypes = new(
        "allowed_order_types", "The types that orders may have.",
        new NamesKind(".", "market, limit, stop or stop_limit", ["market", "limit", "stop", "stop_limit"]));

    public static readonly Limit<TickSizes> TickSizes = new(
        "tick_sizes", "The step between prices, by price.", new TicksKind())
    {
        Scopes = OfInstruments, IsOfInstrument = true, DefaultWords = "those of US equities; none for pairs such as BTC/USD",
    };

    public static readonly Limit<decimal> LotSize = new(
        "lot_size", "The step between quantities.", new NumberKind(0.000000000001m, 1_000_000_000_000m)) { Scopes = OfInstruments, IsOfInstrument = true };

    public static readonly Limit<decimal> MaxOrderQty = new(
        "max_order_qty", "Largest quantity of one order.", new NumberKind(0.00000001m, MostAmount), 100_000m);

    public static readonly Limit<decimal> MaxOrderNotional = new(
        "max_order_notional", "Largest value of one order, in the account's currency.", new NumberKind(0.01m, MostAmount), 10_000_000m);

    public static readonly Limit<decimal> MaxSymbolGross = new(
        "max_symbol_gross", "Most a symbol may come to on both sides together, if everything open on each side fills, as value.", new NumberKind(0, MostAmount)) { IsShared = true };

    public static readonly Limit<decimal> MaxSymbolNet = new(
        "max_symbol_net", "Most a symbol may come to on the order's side, if everything open on it fills, as value.", new NumberKind(0, MostAmount)) { IsShared = true };

    public static readonly Limit<decimal> MaxGross = new(
        "max_gross", "Most all symbols together may come to on both sides, as value; for symbols, the symbol alone.", new NumberKind(0, MostAmount)) { IsShared = true };

    public static readonly Limit<decimal> MaxNet = new(
        "max_net", "Most that longs may exceed shorts by, or shorts longs, if everything open on the order's side fills, as value; for symbols, the symbol alone.", new NumberKind(0, MostAmount)) { IsShared = true };

    public static readonly Limit<decimal> MaxExposurePct = new(
        "max_exposure_pct", "Most a symbol may come to on the order's side, per cent of the account's equity.", new NumberKind(0, 1_000)) { IsShared = true };

    public static readonly Limit<decimal> BuyingPowerPct = new(
        "buying_power_pct", "Most that all symbols may come to on both sides, per cent of the account's equity: 100 is an account without margin. For strategies, what their own orders have traded; for symbols, the symbol alone.", new NumberKind(0, 1_000)) { IsShared = true };

    public static readonly Limit<bool> ShortSales = new("short_sales", "Whether more may be sold than is held.", new FlagKind(), true);

    public static readonly Limit<decimal> CollarPct = new(
        "collar_pct", "How far a limit or stop price may be from the quoted price, either way, per cent.", new NumberKind(0.01m, 100), 10m);

    public static readonly Limit<decimal> MaxSlippageBps = new(
        "max_slippage_bps", "How much worse than the price quoted at validation an order may trade, in basis points.", new NumberKind(0, 10_000));

    public static readonly Limit<decimal> MaxOrdersPerSecond = new(
        "max_orders_per_second", "Most orders that are let through within any second.", new NumberKind(0, 1_000_000, isWhole: true)) { IsShared = true };

    public static readonly Limit<decimal> MaxOrdersPerDay = new(
        "max_orders_per_day", "Most orders that are let through on a day, which begins at midnight in New York.", new NumberKind(0, 1_000_000_000, isWhole: true)) { IsShared = true };

    public static readonly Limit<decimal> MaxDailyLoss = new(
        "max_daily_loss",
        "Most that may have been lost on the day, which begins at midnight in New York: for global and accounts of the account's equity since its first statement, for strategies and symbols with the trades of the day, at the newest quotes.",
        new NumberKind(0, MostAmount)) { IsShared = true };

    public static readonly Limit<decimal> DuplicateWindowS = new(
        "duplicate_window_s", "How many seconds the same content in another slot is suspected to be a repeat; 0 suspects nothing.", new NumberKind(0, MostSeconds), 60m);

    public static readonly Limit<decimal> MaxRepeatsPerMinute = new(
        "max_repeats_per_minute", "Most orders of one strategy in one symbol and side that are let through within a minute, which begins with the first of them; one more shuts them out until a person lets them in.",
        new NumberKind(0, 1_000_000, isWhole: true));

    public static readonly Limit<bool> SelfCross = new("self_cross", "Whether an order may meet the account's own open orders.", new FlagKind(), true);

    public static readonly Limit<decimal> MaxIntentAgeS = new(
        "max_intent_age_s", "How many seconds an order may have waited for validation in this pass.", new NumberKind(0.001m, MostSeconds * 30));

    public static readonly Limit<decimal> MaxQuoteAgeS = new(
        "max_quote_age_s", "Oldest quote a rule may rely on, in seconds.", new NumberKind(0.1m, MostSeconds), 5m);

    /// <summary>Every limit, in the order in which pages list them.</summary>
    public static IReadOnlyList<Limit> All { get; } =
    [
        AllowedStrategies, AllowedSymbols, AllowedSides, AllowedOrderTypes, TickSizes, LotSize, MaxOrderQty, MaxOrderNotional, MaxSymbolGross, MaxSymbolNet,
        MaxGross, MaxNet, MaxExposurePct, BuyingPowerPct, ShortSales, CollarPct, MaxSlippageBps, MaxOrdersPerSecond, MaxOrdersPerDay, MaxDailyLoss,
        DuplicateWindowS, MaxRepeatsPerMinute, SelfCross, MaxIntentAgeS, MaxQuoteAgeS,
    ];
}
