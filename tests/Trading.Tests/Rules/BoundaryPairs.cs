using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>For every rule: facts exactly at its limit, and facts one step over it. The offer is 100, the bid 99, the equity 10,000.</summary>
internal static class BoundaryPairs
{
    public sealed record Pair(string Code, string What, RuleFacts At, RuleFacts Over);

    public static IReadOnlyList<Pair> All { get; } =
    [
        new("INTENT_EXPIRED", "the last tick before valid_until", Of() with { Now = SomeOrder.Buy().ValidUntil.AddTicks(-1) }, Of() with { Now = SomeOrder.Buy().ValidUntil }),
        new("STALE_INTENT", "30 s in the queue", Waiting(30), Waiting(30.001)),
        new("ORDER_SHAPE", "a price of a limit order", Of(Limit(0.0001m)), Of(Limit(0))),
        new("REFERENCE_PRICE", "a quote of 5 s", Quoted(-5_000), Quoted(-5_001)),
        new("REFERENCE_PRICE", "a quote 2 s ahead of our clock", Quoted(2_000), Quoted(2_001)),
        new("UNKNOWN_STRATEGY", "the listed strategy", Listed(AllLimits.AllowedStrategies, KeyVectors.Slot().StrategyId), Listed(AllLimits.AllowedStrategies, "other")),
        new("SYMBOL_NOT_ALLOWED", "the listed symbol", Listed(AllLimits.AllowedSymbols, "AAPL"), Listed(AllLimits.AllowedSymbols, "AAPX")),
        new("SIDE_NOT_ALLOWED", "the listed side", Listed(AllLimits.AllowedSides, "buy"), Listed(AllLimits.AllowedSides, "sell")),
        new("ORDER_TYPE_NOT_ALLOWED", "the listed type", Listed(AllLimits.AllowedOrderTypes, "market"), Listed(AllLimits.AllowedOrderTypes, "limit")),
        new("TICK_SIZE", "a cent from one dollar up", Of(Limit(1.01m)), Of(Limit(1.011m))),
        new("TICK_SIZE", "a hundredth of a cent below", Of(Limit(0.9999m)), Of(Limit(0.99999m))),
        new("TICK_SIZE", "a tick of its own", Ticked(0.05m, 100.05m), Ticked(0.05m, 100.01m)),
        new("TICK_SIZE", "a trigger", Of(Stop(100.01m)), Of(Stop(100.001m))),
        new("LOT_SIZE", "lots of 100", Of(Market(300)).With(AllLimits.LotSize, 100), Of(Market(301)).With(AllLimits.LotSize, 100)),
        new("MAX_ORDER_QTY", "1,000", Of(Market(1_000)), Of(Market(1_000.000000000001m))),
        new("MAX_ORDER_NOTIONAL", "at the offer", Of(Market(1_000)), Of(Market(1_000.01m))),
        new("MAX_ORDER_NOTIONAL", "at its own limit", Of(Limit(200, 500)), Of(Limit(200.01m, 500))),
        new("MAX_ORDER_NOTIONAL", "at a trigger above the offer", Of(Stop(200, 500)), Of(Stop(200.01m, 500))),
        new("MAX_ORDER_NOTIONAL", "at the bound it is sent with", Of(Market(500) with { MaxSlippageBps = 500 }).With(AllLimits.MaxOrderNotional, 52_500), Of(Market(500.01m) with { MaxSlippageBps = 500 }).With(AllLimits.MaxOrderNotional, 52_500)),
        new("MAX_SYMBOL_NET", "what is held and bought beside it counts", Net(Of(Market(5)).Holding(10, buying: 5)), Net(Of(Market(5.01m)).Holding(10, buying: 5))),
        new("MAX_SYMBOL_NET", "short counts like long", Net(Of(Limit(100, 20), Side.Sell)), Net(Of(Limit(100, 20.01m), Side.Sell))),
        new("MAX_SYMBOL_NET", "a sell down to the limit below zero", Net(Of(Limit(100, 120), Side.Sell).Holding(100)), Net(Of(Limit(100, 120.01m), Side.Sell).Holding(100))),
        new("MAX_SYMBOL_GROSS", "both sides count", Gross(Of(Market(8)).Holding(0, buying: 2, selling: 10)), Gross(Of(Market(8.01m)).Holding(0, buying: 2, selling: 10))),
        new("MAX_SYMBOL_GROSS", "closing adds nothing", Gross(Of(Market(100), Side.Sell).Holding(100)), Gross(Of(Market(121), Side.Sell).Holding(100))),
        new("MAX_GROSS", "all symbols", AllGross(10), AllGross(10.01m)),
        new("MAX_NET", "longs less shorts", AllNet(Side.Buy, 15), AllNet(Side.Buy, 15.01m)),
        new("MAX_NET", "shorts less longs", AllNet(Side.Sell, 45), AllNet(Side.Sell, 45.01m)),
        new("MAX_EXPOSURE_PCT", "the intent's 20 %", Of(Market(20) with { MaxExposurePct = 20 }), Of(Market(20.0001m) with { MaxExposurePct = 20 })),
        new("MAX_EXPOSURE_PCT", "the file's 20 %", Of(Market(20)).With(AllLimits.MaxExposurePct, 20), Of(Market(20.0001m)).With(AllLimits.MaxExposurePct, 20)),
        new("BUYING_POWER", "twice the equity", Powered(100), Powered(100.01m)),
        new("SHORT_SALE", "what is held and not sold already", Long(Market(6)), Long(Market(6.01m))),
        new("PRICE_COLLAR", "10 % above the offer", Of(Limit(110)), Of(Limit(110.01m))),
        new("PRICE_COLLAR", "10 % below the offer", Of(Limit(90)), Of(Limit(89.99m))),
        new("PRICE_COLLAR", "a trigger", Of(Stop(110)), Of(Stop(110.01m))),
        new("PRICE_COLLAR", "a sell around the bid", Of(Limit(108.9m), Side.Sell), Of(Limit(108.91m), Side.Sell)),
        new("MAX_SLIPPAGE_BPS", "a price to measure from", Of().With(AllLimits.MaxSlippageBps, 15), Of().With(AllLimits.MaxSlippageBps, 15) with { Quote = null }),
        new("MAX_ORDERS_PER_SECOND", "the fifth of five", Of().With(AllLimits.MaxOrdersPerSecond, 5).After(inSecond: 4), Of().With(AllLimits.MaxOrdersPerSecond, 5).After(inSecond: 5)),
        new("MAX_ORDERS_PER_DAY", "the fifth of five", Of().With(AllLimits.MaxOrdersPerDay, 5).After(today: 4), Of().With(AllLimits.MaxOrdersPerDay, 5).After(today: 5)),
        new("MAX_DAILY_LOSS", "500 lost", Of().With(AllLimits.MaxDailyLoss, 500).Lost(500), Of().With(AllLimits.MaxDailyLoss, 500).Lost(500.01m)),
        new("DUPLICATE_SUSPECT", "a minute after the first", Repeated(TimeSpan.FromMinutes(1)), Repeated(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1))),
        new("REPEATED_EXECUTION", "the third of three", Again(2), Again(3)),
        new("SELF_CROSS", "a cent below the own offer", Crossing(Limit(100.99m)), Crossing(Limit(101))),
        new("SELF_CROSS", "a cent above the own bid", CrossingDown(Limit(99.01m)), CrossingDown(Limit(99))),
        new("APPROVAL_REQUIRED", "a notional of 1,000", Approved(10), Approved(10.01m)),
        new("STRATEGY_NOT_PROMOTED", "promoted from paper", Live() with { PromotedBy = "alice" }, Live()),
        new("VENUE_CAPABILITY", "a time in force that goes with the type", At(Limit(100) with { TimeInForce = TimeInForce.Gtc }), At(Limit(100))),
        new("VENUE_CAPABILITY", "the type that a slippage limit makes of it", At(Market() with { TimeInForce = TimeInForce.Gtc, MaxSlippageBps = 10 }), At(Market() with { TimeInForce = TimeInForce.Gtc })),
        new("VENUE_CAPABILITY", "two decimals of a quantity", At(Market(1.25m) with { TimeInForce = TimeInForce.Ioc }), At(Market(1.255m) with { TimeInForce = TimeInForce.Ioc })),
        new("VENUE_CAPABILITY", "no more than is held", At(Market(6) with { TimeInForce = TimeInForce.Ioc }, Side.Sell).Holding(10, selling: 4), At(Market(6.01m) with { TimeInForce = TimeInForce.Ioc }, Side.Sell).Holding(10, selling: 4)),
        new("VENUE_CAPABILITY", "an order type of the symbol", Typed(OrdType.Market), Typed(OrdType.Limit)),
        new("VENUE_CAPABILITY", "whole shares where the symbol takes no parts", InWholes(1), InWholes(1.5m)),
        new("VENUE_CAPABILITY", "what is held where the symbol is not sold short", NotShort(10), NotShort(11)),
        new("INSTRUMENT_RULES", "a short sale in a symbol of which the venue has said whether", NotShort(10) with { Instrument = null }, NotShort(11) with { Instrument = null }),
        new("INSTRUMENT_RULES", "part of a share in a symbol of which the venue has said whether", InWholes(1) with { Instrument = null }, InWholes(1.5m) with { Instrument = null }),
        new("INSTRUMENT_RULES", "an order worth the least", Ruled(Limit(10, 0.5m)), Ruled(Limit(10, 0.49m))),
        new("INSTRUMENT_RULES", "the largest price", Ruled(Limit(500)), Ruled(Limit(500.5m))),
        new("INSTRUMENT_RULES", "the smallest price", Ruled(Limit(1)), Ruled(Limit(0.5m))),
        new("INSTRUMENT_RULES", "the largest trigger", Ruled(Stop(500)), Ruled(Stop(500.5m))),
        new("INSTRUMENT_RULES", "the smallest trigger", Ruled(Stop(1)), Ruled(Stop(0.5m))),
        new("INSTRUMENT_RULES", "an order worth the most", Ruled(Limit(100, 200)), Ruled(Limit(100, 200.01m))),
        new("INSTRUMENT_RULES", "the smallest quantity", Ruled(Limit(500, 0.1m)), Ruled(Limit(500, 0.09m))),
        new("INSTRUMENT_RULES", "the largest market order", Ruled(Market(20)), Ruled(Market(20.01m))),
        new("INSTRUMENT_RULES", "the largest limit order", Ruled(Limit(10, 1_000)), Ruled(Limit(10, 1_000.01m))),
        new("INSTRUMENT_RULES", "rules that are known", Ruled(Market()), Ruled(Market()) with { Instrument = null }),
        new("TICK_SIZE", "the venue's own tick", Ruled(Limit(100.5m)), Ruled(Limit(100.01m))),
        new("LOT_SIZE", "the venue's own lot", Ruled(Market(1.01m)), Ruled(Market(1.001m))),
        new("CHILD_EXCEEDS_PARENT", "what is left of the line", Child(4), Child(4.01m)),
    ];

    private static RuleFacts Waiting(double seconds) => (Of() with { ProposedAt = Now.AddSeconds(-seconds) }).With(AllLimits.MaxIntentAgeS, 30);

    private static RuleFacts Quoted(int ahead) => Of() with { Quote = new Quote("AAPL", Now.AddMilliseconds(ahead), 99, 1, 100, 1) };

    private static RuleFacts Listed(Limit<IReadOnlySet<string>> limit, string name) => Of().With(limit, new HashSet<string> { name });

    private static RuleFacts Ticked(decimal tick, decimal price) => Of(Limit(price)).With(AllLimits.TickSizes, new TickSizes([new TickBand(0, tick)]));

    private static RuleFacts Net(RuleFacts facts) => facts.With(AllLimits.MaxSymbolNet, 2_000);

    private static RuleFacts Gross(RuleFacts facts) => facts.With(AllLimits.MaxSymbolGross, 2_000);

    private static RuleFacts AllGross(decimal qty) => Of(Limit(100, qty)).Beside(new Portfolio(4_000, 0, 0)).With(AllLimits.MaxGross, 5_000);

    // Others may end up between 1,500 long and 1,500 short.
    private static RuleFacts AllNet(Side side, decimal qty) => Of(Limit(100, qty), side).Beside(new Portfolio(0, side == Side.Buy ? 1_500 : 0, side == Side.Buy ? 0 : 1_500)).With(AllLimits.MaxNet, 3_000);

    private static RuleFacts Powered(decimal qty) => Of(Limit(100, qty)).Beside(new Portfolio(10_000, 0, 0)).With(AllLimits.BuyingPowerPct, 200);

    private static RuleFacts Approved(decimal qty) => Of(Limit(100, qty)) with { Approvals = new ApprovalOptions { AboveNotional = 1_000 } };

    private static RuleFacts At(OrderTerms terms, Side side = Side.Buy) => Of(terms, side) with { Venue = Venue };

    private static RuleFacts Ruled(OrderTerms terms) => Of(terms) with
    {
        Venue = Venue with { StatesInstruments = true },
        Instrument = new InstrumentRules("AAPL", Now) { TickSize = 0.5m, LotSize = 0.01m, MinPrice = 1, MaxPrice = 500, MinQty = 0.1m, MaxQty = 1_000, MaxMarketQty = 20, MinNotional = 5, MaxNotional = 20_000 },
    };

    private static RuleFacts Typed(OrdType type) => At(Market() with { TimeInForce = TimeInForce.Ioc }) with { Instrument = new InstrumentRules("AAPL", Now) { OrderTypes = [type] } };

    private static RuleFacts InWholes(decimal qty) => Of(Market(qty) with { TimeInForce = TimeInForce.Ioc }) with
    {
        Venue = Venue with { Kinds = [new OrderKind { Name = "parts", OnlyFractions = true, StatesInstruments = true, Orders = Venue.Orders }] },
        Instrument = new InstrumentRules("AAPL", Now) { Fractions = false },
    };

    private static RuleFacts NotShort(decimal qty) => Of(Market(qty) with { TimeInForce = TimeInForce.Ioc }, Side.Sell).Holding(10) with
    {
        Venue = Venue with { SellsShort = true, StatesShortSales = true },
        Instrument = new InstrumentRules("AAPL", Now) { SellsShort = false },
    };

    internal static VenueCapabilities Venue => new()
    {
        Adapter = "test/1",
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Market] = [TimeInForce.Ioc], [OrdType.Limit] = [TimeInForce.Gtc] },
        Symbols = "^[A-Z]+$", ClOrdIds = "^.+$", DeDuplication = DeDuplication.Always, QtyDecimals = 2, Sessions = SessionModel.Markets, RateLimits = "none",
    };

    private static RuleFacts Live() => Of(SomeOrder.Buy() with { Venue = "alpaca" });

    private static RuleFacts Long(OrderTerms terms) => Of(terms, Side.Sell).Holding(10, selling: 4).With(AllLimits.ShortSales, false);

    private static RuleFacts Repeated(TimeSpan age) => Of() with { SameContent = new SameContent("FIRST", Now - age) };

    private static RuleFacts Again(int before) => (Of() with { Repeats = new Repeats(before, null) }).With(AllLimits.MaxRepeatsPerMinute, 3);

    private static RuleFacts Crossing(OrderTerms terms) => (Of(terms) with { Opposing = [new OpposingOrder("OURS", 101)] }).With(AllLimits.SelfCross, false);

    private static RuleFacts CrossingDown(OrderTerms terms) => (Of(terms, Side.Sell) with { Opposing = [new OpposingOrder("OURS", 99)] }).With(AllLimits.SelfCross, false);

    private static RuleFacts Child(decimal qty)
    {
        var parent = SomeOrder.Buy(10) with { CumQty = 6, OrdStatus = OrdStatus.Canceled, FillPolicy = IntentFillPolicy.Rest };
        var child = SomeOrder.Buy(qty) with { ClOrdId = "B", Generation = 2, OrigClOrdId = parent.ClOrdId };
        return Of(child) with { Line = new Line([new LineOrder(parent, true), new LineOrder(child, false)]) };
    }
}
