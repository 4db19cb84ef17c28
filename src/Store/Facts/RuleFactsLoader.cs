using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Facts;

/// <summary>
/// Loads what the rules look at, in one session: the writer's turn for a verdict, a snapshot for a question. What only some limit needs is
/// loaded only where that limit is set.
/// </summary>
public static class RuleFactsLoader
{
    /// <summary>The best priced of an account's own open orders are enough to see whether any can be met.</summary>
    private const int MostOpposing = 4;

    public static RuleFacts Load(StoreSession session, FactsOf of)
    {
        var (order, now) = (of.Order, of.Now);
        var scopes = of.Limits.For(order);
        var holdings = new Holdings(session, of);
        var holding = holdings.OfSymbol(null);
        return new RuleFacts
        {
            Order = order,
            Now = now,
            ProposedAt = of.ProposedAt,
            Quote = of.Quote,
            Venue = of.Venue,
            Instrument = of.Venue is { StatesAnythingBySymbol: true } && InstrumentTable.Find(session, order.Venue, order.Symbol) is { } stated && now - stated.At <= of.MaxInstrumentAge ? stated : null,
            Holding = holding,
            Equity = of.Account?.Equity,
            Scopes = [.. scopes.Select(scope => ScopeOf(session, of, scope.Scope, scope.Limits, holdings, holding))],
            SameContent = SameContentOf(session, order, scopes),
            Opposing = scopes.Any(scope => scope.Limits.Flag(AllLimits.SelfCross) == false) ? OpposingOf(session, of, holding) : null,
            Line = order.IsReplacement ? LineTable.Of(session, order) : null,
            Approvals = of.Approvals,
            PromotedBy = of.Approvals.PaperFirst ? PromotionTable.Find(session, order.Slot.StrategyId)?.By : null,
            Repeats = RepeatsOf(session, of),
            IsCountedToday = OrderCountTable.IsCountedOnDay(session, order, now),

            // What was never held has no waiver.
            Waivers = order.Pass > 1 ? WaiverTable.OfOrder(session, order, now) : new Dictionary<string, string>(),
        };
    }

    /// <summary>Whether a limit of the account's loss in a day is set, and the venue has not said today what the account is worth.</summary>
    public static bool LacksDayStart(StoreSession session, Order order, LimitBook limits, DateTimeOffset now) =>
        limits.For(order).Any(scope => scope.Scope.Kind is ScopeKind.Global or ScopeKind.Accounts && scope.Limits.Sets(AllLimits.MaxDailyLoss))
        && VenueTables.EquityAtDayStart(session, order.Venue, order.Account, now) is null;

    /// <summary>Counts an order that was let through, where a limit will ask.</summary>
    public static void Count(StoreSession session, RuleFacts facts)
    {
        if (facts.Scopes.Any(scope => scope.Limits.Sets(AllLimits.MaxOrdersPerSecond)))
        {
            OrderCountTable.CountInSecond(session, facts.Order, facts.Now);
        }

        if (facts.IsCountedToday)
        {
            return;
        }

        OrderCountTable.CountOnDay(session, facts.Order, facts.Now);
        if (facts.Scopes.Any(scope => scope.Limits.Sets(AllLimits.MaxRepeatsPerMinute)))
        {
            ThrottleTable.Count(session, facts.Order, facts.Now);
        }
    }

    private static ScopeFacts ScopeOf(StoreSession session, FactsOf of, LimitScope scope, LimitSet limits, Holdings holdings, Holding holding)
    {
        var strategy = scope.Kind == ScopeKind.Strategies ? scope.Name : null;
        var ahead = of.Ahead.Count(order => LimitScope.Of(order).Contains(scope));
        return new ScopeFacts
        {
            Scope = scope,
            Limits = limits,
            Holding = strategy is null ? holding : holdings.OfSymbol(strategy),
            Others = limits.Sets(AllLimits.MaxGross) || limits.Sets(AllLimits.MaxNet) || limits.Sets(AllLimits.BuyingPowerPct) ? OthersOf(scope, holdings) : null,
            LossToday = limits.Sets(AllLimits.MaxDailyLoss) ? LossOf(session, of, scope, holdings) : null,
            OrdersInSecond = limits.Sets(AllLimits.MaxOrdersPerSecond) ? OrderCountTable.InSecond(session, scope, of.Now) + ahead : 0,
            OrdersToday = limits.Sets(AllLimits.MaxOrdersPerDay) ? OrderCountTable.OnDay(session, scope, of.Now) + ahead : 0,
        };
    }

    // A symbol's scope is the symbol alone.
    private static Portfolio OthersOf(LimitScope scope, Holdings holdings) => scope.Kind switch
    {
        ScopeKind.Symbols => Portfolio.Empty,
        ScopeKind.Strategies => holdings.Others(scope.Name),
        _ => holdings.Others(null),
    };

    private static decimal? LossOf(StoreSession session, FactsOf of, LimitScope scope, Holdings holdings)
    {
        var (order, now) = (of.Order, of.Now);
        return scope.Kind is ScopeKind.Global or ScopeKind.Accounts
            ? VenueTables.EquityAtDayStart(session, order.Venue, order.Account, now) - of.Account?.Equity
            : holdings.LossOf(DayTradeTable.Since(session, order.Account, scope, TradingDay.StartOf(now)));
    }

    private static bool IsSet(IReadOnlyList<(LimitScope Scope, LimitSet Limits)> scopes, Limit limit) => scopes.Any(scope => scope.Limits.Sets(limit));

    // A replacement asks for what its line asked for, on purpose.
    private static SameContent? SameContentOf(StoreSession session, Order order, IReadOnlyList<(LimitScope Scope, LimitSet Limits)> scopes) =>
        !order.IsReplacement && DuplicateSuspect.Window(scopes.Select(scope => scope.Limits)) is > 0 and var window
            ? OrderTable.FindSameContent(session, order, order.ReceivedAt - TimeSpan.FromTicks((long)(window * TimeSpan.TicksPerSecond)))
            : null;

    private static List<OpposingOrder> OpposingOf(StoreSession session, FactsOf of, Holding holding)
    {
        var (order, other) = (of.Order, of.Order.Side == Side.Buy ? Side.Sell : Side.Buy);
        var ahead = of.Ahead.Where(line => line.Symbol == order.Symbol && line.Side == other)
            .Select(line => new OpposingOrder(line.ClOrdId, PriceBounds.Effective(line.Terms.LimitPrice, line.PriceBound, other)));
        return (other == Side.Buy ? holding.BuyQty : holding.SellQty) > 0
            ? [.. ahead, .. OrderTable.Opposing(session, order.Venue, order.Account, order.Symbol, other, MostOpposing)]
            : [];
    }

    private static Repeats RepeatsOf(StoreSession session, FactsOf of)
    {
        var order = of.Order;
        var repeats = ThrottleTable.Of(session, order, of.Now);
        return repeats with
        {
            InMinute = repeats.InMinute + of.Ahead.Count(line => (line.Slot.StrategyId, line.Symbol, line.Side) == (order.Slot.StrategyId, order.Symbol, order.Side)),
        };
    }
}
