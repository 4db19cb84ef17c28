using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Tables;

/// <summary>Throttles of repeated execution: one for each strategy, symbol and side. A shut one stays shut until a person opens it.</summary>
public static class ThrottleTable
{
    private const string Selection = "SELECT id, strategy_id, symbol, side, since, orders, shut_at, cl_ord_id FROM throttles";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What the throttle of an order has counted.</summary>
    public static Repeats Of(StoreSession session, Order order, DateTimeOffset now) =>
        Find(session, order) is { } row ? new Repeats(IsOver(row, now) ? 0 : row.Orders, row.ShutAt) : new Repeats(0, null);

    /// <summary>Counts an order that was let through. The minute begins with the first order after the last one's end.</summary>
    public static void Count(StoreSession session, Order order, DateTimeOffset now)
    {
        var row = Find(session, order);
        var goesOn = row is not null && !IsOver(row, now);
        Save(session, order, goesOn ? row!.Since : now, goesOn ? row!.Orders + 1 : 1);
    }

    /// <summary>Shuts the throttle of an order.</summary>
    /// <returns>Its number.</returns>
    public static long Shut(StoreSession session, Order order, DateTimeOffset now)
    {
        var row = Find(session, order);
        Save(session, order, row?.Since ?? now, row?.Orders ?? 0);
        return session.Scalar<long>(
            "UPDATE throttles SET shut_at = @now, cl_ord_id = @ClOrdId WHERE strategy_id = @StrategyId AND symbol = @Symbol AND side = @side RETURNING id",
            new { now, order.ClOrdId, order.Slot.StrategyId, order.Symbol, side = Columns.Word(order.Side) });
    }

    /// <summary>Opens a throttle; it counts from nothing again.</summary>
    public static void Open(StoreSession session, long id, DateTimeOffset now) => session.Execute(
        "UPDATE throttles SET shut_at = NULL, cl_ord_id = NULL, since = @now, orders = 0 WHERE id = @id", new { id, now });

    public static Throttle? Find(StoreSession session, long id) => session.QueryFirst<Row>($"{Selection} WHERE id = @id", new { id })?.ToThrottle();

    /// <summary>The throttles that are shut, the oldest first.</summary>
    public static IReadOnlyList<Throttle> AllShut(StoreSession session) =>
        [.. session.Query<Row>($"{Selection} WHERE shut_at IS NOT NULL ORDER BY shut_at, id").Select(row => row.ToThrottle())];

    // A clock that was set back before the minute began begins another.
    private static bool IsOver(Row row, DateTimeOffset now) => now - row.Since >= Minute || now < row.Since;

    private static Row? Find(StoreSession session, Order order) => session.QueryFirst<Row>(
        $"{Selection} WHERE strategy_id = @StrategyId AND symbol = @Symbol AND side = @side",
        new { order.Slot.StrategyId, order.Symbol, side = Columns.Word(order.Side) });

    private static void Save(StoreSession session, Order order, DateTimeOffset since, int orders) => session.Execute(
        """
        INSERT INTO throttles (strategy_id, symbol, side, since, orders) VALUES (@StrategyId, @Symbol, @side, @since, @orders)
        ON CONFLICT (strategy_id, symbol, side) DO UPDATE SET since = excluded.since, orders = excluded.orders
        """,
        new { order.Slot.StrategyId, order.Symbol, side = Columns.Word(order.Side), since, orders });

    private sealed class Row
    {
        public long Id { get; set; }

        public string StrategyId { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public DateTimeOffset Since { get; set; }

        public int Orders { get; set; }

        public DateTimeOffset? ShutAt { get; set; }

        public string? ClOrdId { get; set; }

        public Throttle ToThrottle() => new(Id, StrategyId, Symbol, Columns.Word<Side>(Side), Orders, ShutAt, ClOrdId);
    }
}

/// <summary>A throttle as operators see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StrategyId">Whose orders it counts.</param>
/// <param name="Symbol">In which symbol.</param>
/// <param name="Side">On which side.</param>
/// <param name="Orders">Orders let through in the minute that is counted.</param>
/// <param name="ShutAt">Since when nothing is let through; null while it is open.</param>
/// <param name="ClOrdId">The order that shut it.</param>
public sealed record Throttle(long Id, string StrategyId, string Symbol, Side Side, int Orders, DateTimeOffset? ShutAt, string? ClOrdId);
