using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Tables;

/// <summary>The orders as they stand.</summary>
public static class OrderTable
{
    private const string Table = "orders";
    private const string Selection = OrderRow.Selection;

    // As the index of open orders has it, word for word, or SQLite can't use it.
    internal const string IsOpen =
        "ord_status <> 'filled' AND ord_status <> 'canceled' AND ord_status <> 'replaced' AND ord_status <> 'rejected' AND ord_status <> 'expired' AND ord_status <> 'denied'";

    private const string Moving =
        """
        pass = @Pass, ord_status = @OrdStatus, standing = @Standing, standing_at = @StandingAt,
            restated_qty = @RestatedQty, restated_at = @RestatedAt, cum_qty = @CumQty, cum_value = @CumValue,
            reserved_qty = @ReservedQty, reference_px = @ReferencePx, price_bound = @PriceBound, order_id = @OrderId, ended_at = @EndedAt
        """;

    private const string MayBeAtVenue =
        "(order_id IS NOT NULL OR EXISTS (SELECT 1 FROM claims WHERE claims.cl_ord_id = orders.cl_ord_id AND (outcome IS NULL OR outcome NOT IN ('not_found', 'not_sent'))))";

    /// <summary>No order is called stuck sooner, whatever the settings say; so no order that is on its way as it should be is ever looked at.</summary>
    private static readonly TimeSpan ShortestStuck = TimeSpan.FromSeconds(10);

    public static void Insert(StoreSession session, long seq, Order order) => session.Write(
        """
        INSERT INTO orders (seq, cl_ord_id, key, slot, intent_id, strategy_id, rebalance_id, portfolio, leg, symbol, side, qty,
            order_type, limit_price, stop_price, time_in_force, max_slippage_bps, max_exposure_pct, venue, account, received_at,
            valid_until, pass, ord_status, standing, standing_at, restated_qty, restated_at, cum_qty, cum_value, reserved_qty, reference_px, price_bound, order_id, ended_at,
            next_deadline_at, content, fill_policy, fill_policy_asked, generation, orig_cl_ord_id, adapter)
        VALUES (@seq, @ClOrdId, @Key, @slot, @IntentId, @StrategyId, @RebalanceId, @Portfolio, @Leg, @Symbol, @side, @Qty,
            @orderType, @LimitPrice, @StopPrice, @timeInForce, @MaxSlippageBps, @MaxExposurePct, @Venue, @Account, @ReceivedAt,
            @ValidUntil, @Pass, @ordStatus, @standing, @StandingAt, @RestatedQty, @RestatedAt, @CumQty, @CumValue, @ReservedQty, @ReferencePx, @PriceBound, @OrderId, @EndedAt,
            @firstLook, @content, @fillPolicy, @fillPolicyAsked, @Generation, @OrigClOrdId, @adapter)
        """,
        new
        {
            seq, order.ClOrdId, order.Key, slot = SlotOf(order), order.IntentId, order.Slot.StrategyId, order.Slot.RebalanceId,
            order.Slot.Portfolio, order.Slot.Leg, order.Symbol, side = Columns.Word(order.Side), order.Terms.Qty,
            orderType = Columns.Word(order.Terms.OrderType), order.Terms.LimitPrice, order.Terms.StopPrice,
            timeInForce = Columns.Word(order.Terms.TimeInForce), order.Terms.MaxSlippageBps, order.Terms.MaxExposurePct,
            order.Venue, order.Account, order.ReceivedAt, order.ValidUntil, order.Pass, ordStatus = Columns.Word(order.OrdStatus), standing = Columns.Word(order.Standing),
            order.StandingAt, order.RestatedQty, order.RestatedAt, order.CumQty, order.CumValue, order.ReservedQty, order.ReferencePx, order.PriceBound, order.OrderId, order.EndedAt, firstLook = FirstLook(order, order.ReceivedAt),
            content = order.IsReplacement ? null : OrderContent.Hash(order.Slot, order.Terms),
            fillPolicy = order.FillPolicy == IntentFillPolicy.Rest && order.Terms.FillPolicy is null ? null : Columns.Json(order.FillPolicy),
            fillPolicyAsked = order.Terms.FillPolicy is not null ? 1 : 0, order.Generation, order.OrigClOrdId,
            adapter = (string?)null,
        });

    /// <summary>
    /// The newest earlier order of the same content in another intent, from an instant on, unless it was denied or rejected: one that was canceled or has expired may have been
    /// the first of two calls all the same. Lines of one intent are told apart by their legs on purpose.
    /// </summary>
    public static SameContent? FindSameContent(StoreSession session, Order order, DateTimeOffset since) => session.QueryFirst<SameContentRow>(
        """
        SELECT cl_ord_id, received_at FROM orders
        WHERE content = @content AND seq < coalesce((SELECT seq FROM orders WHERE cl_ord_id = @ClOrdId), 9223372036854775807) AND intent_id <> @IntentId
          AND received_at > @since AND ord_status NOT IN ('denied', 'rejected')
        ORDER BY seq DESC LIMIT 1
        """,
        new { content = OrderContent.Hash(order.Slot, order.Terms), order.ClOrdId, order.IntentId, since }) is { } row
            ? new SameContent(row.ClOrdId, row.ReceivedAt)
            : null;

    /// <summary>The open orders of an account in a symbol on one side that hold something, the best priced first, at most some.</summary>
    public static IReadOnlyList<OpposingOrder> Opposing(StoreSession session, string venue, string account, string symbol, Side side, int most) =>
        [.. session.Query<PricedRow>(
            $"""
            SELECT cl_ord_id, limit_price, price_bound FROM orders INDEXED BY orders_open
            WHERE venue = @venue AND account = @account AND {IsOpen} AND symbol = @symbol AND side = @side AND reserved_qty <> '0'
            """,
            new { venue, account, symbol, side = Columns.Word(side) })
            .Select(row => new OpposingOrder(row.ClOrdId, PriceBounds.Effective(row.LimitPrice, row.PriceBound, side)))
            .OrderByDescending(order => order.Price is null)
            .ThenBy(order => side == Side.Sell ? order.Price : -order.Price)
            .Take(most)];

    /// <summary>Why an order is denied, held or rejected; null when it is none of these.</summary>
    public static string? CodeOf(StoreSession session, string clOrdId) =>
        session.QueryFirst<string>("SELECT code FROM orders WHERE cl_ord_id = @clOrdId", new { clOrdId });

    public static Order? Find(StoreSession session, string clOrdId) => session.Kept(
        Table, clOrdId, () => session.QueryFirst<OrderRow>($"{Selection} WHERE cl_ord_id = @clOrdId", new { clOrdId })?.ToOrder());

    /// <summary>The orders that are on their way and of which the venue has not reported anything, the oldest first.</summary>
    public static IReadOnlyList<Order> Unplaced(StoreSession session) =>
        [.. session.Query<OrderRow>($"{Selection} WHERE order_id IS NULL AND ord_status IN ('pending_new', 'held', 'unresolved') ORDER BY seq").Select(row => row.ToOrder())];

    /// <summary>Orders of a symbol that are held with one of the codes, the oldest first.</summary>
    public static IReadOnlyList<Order> Held(StoreSession session, string venue, string account, string symbol, IReadOnlyList<string> codes) =>
        [.. session.Query<OrderRow>(
            $"{Selection} WHERE symbol = @symbol AND ord_status = 'held' AND code IN @codes AND venue = @venue AND account = @account ORDER BY seq",
            new { venue, account, symbol, codes }).Select(row => row.ToOrder())];

    /// <summary>A page of the orders in a halt's scope that are, or may be, open at the venue, each with its place in the store.</summary>
    public static IReadOnlyList<(long Seq, Order Order)> OpenIn(StoreSession session, string scope, long after, int most)
    {
        var (kind, name) = HaltScope.Parts(scope);
        return
        [
            .. session.Query<OrderRow>(
                $"""
                {Selection} INDEXED BY orders_open WHERE {IsOpen} AND seq > @after AND {MayBeAtVenue}
                    AND (@kind = 'all' OR (@kind = 'venue' AND venue = @name) OR (@kind = 'strategy' AND strategy_id = @name) OR (@kind = 'symbol' AND symbol = @name))
                ORDER BY seq LIMIT @most
                """,
                new { kind, name, after, most }).Select(row => (row.Seq, row.ToOrder())),
        ];
    }

    /// <summary>What an order's account holds of its symbol, and what others may still trade that are, or may be, open at the venue.</summary>
    public static Holding HoldingBeside(StoreSession session, Order order)
    {
        var others = session.Query<OrderRow>(
            $"{Selection} INDEXED BY orders_open WHERE venue = @Venue AND account = @Account AND {IsOpen} AND symbol = @Symbol AND cl_ord_id <> @ClOrdId AND {MayBeAtVenue}",
            new { order.Venue, order.Account, order.Symbol, order.ClOrdId }).Select(row => row.ToOrder()).ToLookup(other => other.Side, other => other.LeavesQty);
        return new Holding(PositionTable.Of(session, order.Account, order.Symbol).Qty, others[Side.Buy].Sum(), others[Side.Sell].Sum());
    }

    /// <summary>A page of the orders of a symbol that are open at the venue by our ledger, in order of arrival.</summary>
    public static IReadOnlyList<(long Seq, ViewedOrder Order)> AtVenue(StoreSession session, string venue, string account, string symbol, long after, int most) =>
        [.. session.Query<ViewedRow>(
            $"""
            SELECT seq, order_id, cl_ord_id, symbol, ord_status, coalesce(restated_qty, qty) AS order_qty, cum_qty FROM orders INDEXED BY orders_open
            WHERE venue = @venue AND account = @account AND {IsOpen} AND symbol = @symbol AND seq > @after AND order_id IS NOT NULL
            ORDER BY seq LIMIT @most
            """,
            new { venue, account, symbol, after, most }).Select(row => (row.Seq, row.ToView()))];

    /// <summary>The symbols of the orders that have not come to their end. However many orders these are, each symbol is looked up once.</summary>
    public static IReadOnlyList<string> OpenSymbols(StoreSession session, string venue, string account) => session.Query<string>(
        $"""
        WITH RECURSIVE open (symbol) AS (
            SELECT min(symbol) FROM orders INDEXED BY orders_open WHERE venue = @venue AND account = @account AND {IsOpen}
            UNION ALL
            SELECT (SELECT min(symbol) FROM orders INDEXED BY orders_open WHERE venue = @venue AND account = @account AND {IsOpen} AND symbol > open.symbol)
            FROM open WHERE symbol IS NOT NULL)
        SELECT symbol FROM open WHERE symbol IS NOT NULL
        """,
        new { venue, account });

    /// <summary>Keeps that the venue has told something else of an order that is over than our ledger says.</summary>
    public static void TellOtherwise(StoreSession session, string clOrdId) =>
        Note(session, clOrdId, "UPDATE orders SET told_otherwise = 1 WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <summary>The orders, by ClOrdId, that are over and of which the venue has told something else, until a comparison has found that both agree.</summary>
    public static IReadOnlyList<string> ToldOtherwise(StoreSession session, string venue, string account) => session.Query<string>(
        "SELECT cl_ord_id FROM orders INDEXED BY orders_told_otherwise WHERE venue = @venue AND account = @account AND told_otherwise = 1 ORDER BY seq",
        new { venue, account });

    /// <summary>Keeps that both sides agree about an order again, unless something was recorded about it since they were compared.</summary>
    /// <param name="session">The store.</param>
    /// <param name="clOrdId">The order.</param>
    /// <param name="seq">The journal's newest entry before the venue was asked.</param>
    public static void Agree(StoreSession session, string clOrdId, long seq) => session.Execute(
        "UPDATE orders SET told_otherwise = 0 WHERE cl_ord_id = @clOrdId AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.cl_ord_id = @clOrdId AND journal.seq > @seq)", new { clOrdId, seq });

    public static Order? FindBySlot(StoreSession session, OrderSlot slot) =>
        session.QueryFirst<OrderRow>($"{Selection} WHERE slot = @slot", new { slot = OrderKey.OfSlot(slot) })?.ToOrder();

    public static Order? FindByVenueId(StoreSession session, string venue, string orderId) =>
        session.QueryFirst<OrderRow>($"{Selection} WHERE venue = @venue AND order_id = @orderId", new { venue, orderId })?.ToOrder();

    /// <summary>Writes back what moves in an order: its status, fills, reservation and identity at the venue.</summary>
    public static void Update(StoreSession session, Order order) => Move(session, order, $"UPDATE orders SET {Moving} WHERE cl_ord_id = @ClOrdId", Moved.Of(order, null));

    /// <summary>The same, and when the order must be looked at again by itself; null when it need not.</summary>
    public static void Update(StoreSession session, Order order, DateTimeOffset? deadline) =>
        Move(session, order, $"UPDATE orders SET {Moving}, next_deadline_at = @Deadline WHERE cl_ord_id = @ClOrdId", Moved.Of(order, deadline));

    /// <summary>States why an order is denied, held or rejected.</summary>
    public static void Explain(StoreSession session, string clOrdId, string? code, string? detail) => Note(
        session, clOrdId, "UPDATE orders SET code = @code, detail = @detail WHERE cl_ord_id = @clOrdId", new { clOrdId, code, detail });

    /// <summary>Name and version of the adapter that carries or carried an order; null before it was granted.</summary>
    public static string? AdapterOf(StoreSession session, string clOrdId) =>
        session.QueryFirst<string>("SELECT adapter FROM orders WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <summary>Says which adapter carries an order that is sent now: no deadline of ours ends it any more.</summary>
    public static void Carry(StoreSession session, string clOrdId, string adapter) =>
        Note(session, clOrdId, "UPDATE orders SET adapter = @adapter, next_deadline_at = @never WHERE cl_ord_id = @clOrdId", new { clOrdId, adapter, never = (DateTimeOffset?)null });

    /// <summary>Sets when the order must be looked at again by itself; null when it need not.</summary>
    public static void SetDeadline(StoreSession session, string clOrdId, DateTimeOffset? at) => Note(
        session, clOrdId, "UPDATE orders SET next_deadline_at = @at WHERE cl_ord_id = @clOrdId", new { clOrdId, at });

    /// <summary>Has an order that is called to a stage now looked at when it can be stuck there for the first time, or is not valid any more.</summary>
    public static void AwaitStage(StoreSession session, Order order, DateTimeOffset now) => SetDeadline(session, order.ClOrdId, FirstLook(order, now));

    /// <summary>The accounts of orders that are open, or have a claim about which the venue is still to be asked.</summary>
    public static IReadOnlySet<(string Venue, string Account)> AccountsUnderWay(StoreSession session) => session.Query<(string, string)>(
        $"""
        SELECT venue, account FROM orders WHERE {IsOpen} GROUP BY venue, account
        UNION SELECT o.venue, o.account FROM claims c JOIN orders o ON o.cl_ord_id = c.cl_ord_id WHERE c.next_check_at IS NOT NULL GROUP BY o.venue, o.account
        """).ToHashSet();

    /// <summary>Orders whose deadline has come, the oldest first; of the same instant in the order of their coming.</summary>
    public static IReadOnlyList<Order> Due(StoreSession session, DateTimeOffset now, int most) =>
        [.. session.Query<OrderRow>(
            $"{Selection} WHERE next_deadline_at <= @now ORDER BY next_deadline_at, seq LIMIT @most", new { now, most }).Select(row => row.ToOrder())];

    /// <summary>The symbols of an account's orders that wait for a check, however long they have waited, or about which something else is due by an instant, as the end of a hold.</summary>
    public static IReadOnlySet<string> SymbolsDueBy(StoreSession session, string venue, string account, DateTimeOffset at) => session.Query<string>(
        """
        SELECT DISTINCT symbol FROM orders INDEXED BY orders_deadline
        WHERE next_deadline_at IS NOT NULL AND (next_deadline_at <= @at OR ord_status = 'pending_new') AND venue = @venue AND account = @account
        """,
        new { venue, account, at }).ToHashSet(StringComparer.Ordinal);

    // Writes what no order has here: it is kept as it was.
    private static void Note(StoreSession session, string clOrdId, string sql, object values) =>
        session.KeepOn<Order>(Table, clOrdId, order => order, () => session.Write(sql, values));

    private static void Move(StoreSession session, Order to, string sql, Moved values) =>
        session.KeepOn<Order>(Table, to.ClOrdId, order => Moved.Apply(order, to), () => session.Write(sql, values));

    private static DateTimeOffset FirstLook(Order order, DateTimeOffset now) => now + ShortestStuck < order.ValidUntil ? now + ShortestStuck : order.ValidUntil;

    // A replacement stands in its line's slot, beside the order that it replaces.
    private static string SlotOf(Order order) => OrderKey.OfSlot(order.Slot) + (order.IsReplacement ? $"/{order.Generation}" : "");

    private sealed record Moved(
        string ClOrdId, int Pass, string OrdStatus, string Standing, DateTimeOffset? StandingAt, decimal? RestatedQty, DateTimeOffset? RestatedAt, decimal CumQty, decimal CumValue,
        decimal ReservedQty, decimal? ReferencePx, decimal? PriceBound, string? OrderId, DateTimeOffset? EndedAt, DateTimeOffset? Deadline)
    {
        public static Moved Of(Order order, DateTimeOffset? deadline) => new(
            order.ClOrdId, order.Pass, Columns.Word(order.OrdStatus), Columns.Word(order.Standing), order.StandingAt, order.RestatedQty, order.RestatedAt, order.CumQty, order.CumValue,
            order.ReservedQty, order.ReferencePx, order.PriceBound, order.OrderId, order.EndedAt, deadline);

        /// <summary>The order as it is read when that was written.</summary>
        public static Order Apply(Order order, Order to) => order with
        {
            Pass = to.Pass,
            OrdStatus = to.OrdStatus,
            Standing = to.Standing,
            StandingAt = to.StandingAt?.ToUniversalTime(),
            RestatedQty = AsRead(to.RestatedQty),
            RestatedAt = to.RestatedAt?.ToUniversalTime(),
            CumQty = Columns.AsRead(to.CumQty),
            CumValue = Columns.AsRead(to.CumValue),
            ReservedQty = Columns.AsRead(to.ReservedQty),
            ReferencePx = AsRead(to.ReferencePx),
            PriceBound = AsRead(to.PriceBound),
            OrderId = to.OrderId,
            EndedAt = to.EndedAt?.ToUniversalTime(),
        };

        private static decimal? AsRead(decimal? value) => value is { } number ? Columns.AsRead(number) : null;
    }

    private sealed class SameContentRow
    {
        public string ClOrdId { get; set; } = "";

        public DateTimeOffset ReceivedAt { get; set; }
    }

    private sealed class PricedRow
    {
        public string ClOrdId { get; set; } = "";

        public decimal? LimitPrice { get; set; }

        public decimal? PriceBound { get; set; }
    }

    private sealed class ViewedRow
    {
        public long Seq { get; set; }

        public string OrderId { get; set; } = "";

        public string ClOrdId { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string OrdStatus { get; set; } = "";

        public decimal OrderQty { get; set; }

        public decimal CumQty { get; set; }

        public ViewedOrder ToView() => new(OrderId, ClOrdId, Symbol, Columns.Word<OrdStatus>(OrdStatus), OrderQty, CumQty);
    }
}
