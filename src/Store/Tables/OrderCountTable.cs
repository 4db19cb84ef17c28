using Pipeline.Store.Steps;
using Pipeline.Trading;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>
/// How many orders validation has let through. An order that goes through again after a hold counts again, but for one that the session has
/// held and lets go on the same day: a halt whose end nobody knows would count it every minute.
/// </summary>
public static class OrderCountTable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Those of a scope on the day of an instant.</summary>
    public static int OnDay(StoreSession session, LimitScope scope, DateTimeOffset now) => (int)session.Scalar<long>(
        $"SELECT coalesce(sum(orders), 0) FROM daily_orders WHERE day = @day{In(scope)}", new { day = TradingDay.NameOf(now), scope.Name });

    /// <summary>Those of a scope within the second that ends at an instant. What lies further ahead was counted before a clock was set back.</summary>
    public static int InSecond(StoreSession session, LimitScope scope, DateTimeOffset now) => (int)session.Scalar<long>(
        $"SELECT count(*) FROM recent_orders WHERE at > @since AND at <= @until{In(scope)}", new { since = now - Second, until = now + Second, scope.Name });

    /// <summary>Whether the pass before has counted an order on the day of an instant, and nothing but the end of the session's hold began this one.</summary>
    public static bool IsCountedOnDay(StoreSession session, Order order, DateTimeOffset now) =>
        order.Pass > 1
        && session.QueryFirst<DateTimeOffset?>(
            """
            SELECT recorded_at FROM steps WHERE cl_ord_id = @ClOrdId AND stage = @validation AND pass = @before AND verdict = @accept
                AND EXISTS (
                    SELECT 1 FROM journal WHERE journal.cl_ord_id = @ClOrdId AND journal.pass = @Pass AND journal.stage = @reconciliation
                        AND journal.kind = 'OrderProposed' AND journal.data ->> 'released_from_hold_by' = @deadline)
            """,
            new
            {
                order.ClOrdId, order.Pass, before = order.Pass - 1, validation = Stages.Validation, accept = nameof(Verdict.Accept),
                reconciliation = Stages.Reconciliation, deadline = HoldRelease.ByDeadline,
            }) is { } counted
        && TradingDay.NameOf(counted) == TradingDay.NameOf(now);

    /// <summary>Counts an order on its day.</summary>
    public static void CountOnDay(StoreSession session, Order order, DateTimeOffset now) => session.Write(
        """
        INSERT INTO daily_orders (day, account, strategy_id, symbol, orders) VALUES (@day, @Account, @StrategyId, @Symbol, 1)
        ON CONFLICT (day, account, strategy_id, symbol) DO UPDATE SET orders = daily_orders.orders + 1
        """,
        new { day = TradingDay.NameOf(now), order.Account, order.Slot.StrategyId, order.Symbol });

    /// <summary>Counts an order in its second. What is older, or lies in a future that a clock which was set back has left behind, is forgotten.</summary>
    public static void CountInSecond(StoreSession session, Order order, DateTimeOffset now)
    {
        session.Write("DELETE FROM recent_orders WHERE account = @Account AND (at <= @since OR at > @until)", new { order.Account, since = now - Second, until = now + Second });
        session.Write(
            "INSERT INTO recent_orders (at, account, strategy_id, symbol) VALUES (@now, @Account, @StrategyId, @Symbol)",
            new { now, order.Account, order.Slot.StrategyId, order.Symbol });
    }

    private static string In(LimitScope scope) => scope.Kind switch
    {
        ScopeKind.Global => "",
        ScopeKind.Accounts => " AND account = @Name",
        ScopeKind.Strategies => " AND strategy_id = @Name",
        ScopeKind.Symbols => " AND symbol = @Name",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Not a kind of scope"),
    };
}
