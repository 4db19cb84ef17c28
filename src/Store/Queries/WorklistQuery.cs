using System.Globalization;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Worklists;

namespace Pipeline.Store.Queries;

/// <summary>Gathers what needs a person.</summary>
public static class WorklistQuery
{
    private const int Most = 500;

    // As the index of open orders has it, word for word, or SQLite can't use it.
    private const string IsOpen = "ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied')";

    private static readonly string[] Approvals = ["APPROVAL_REQUIRED", "STRATEGY_NOT_PROMOTED"];

    /// <summary>Everything, oldest and costliest first.</summary>
    public static IReadOnlyList<WorkItem> All(StoreSession session, DateTimeOffset now) =>
        Worklist.Sorted([.. DeadLetters(session), .. Orders(session), .. Breaks(session)], now);

    private static IEnumerable<WorkItem> DeadLetters(StoreSession session)
    {
        var notionals = session.Query<GroupedOrder>(
                """
                SELECT DISTINCT d.group_id, o.cl_ord_id, o.venue, o.symbol, o.qty, o.cum_qty, o.limit_price, o.price_bound, o.reference_px
                FROM dead_letters d JOIN orders o ON o.cl_ord_id = d.cl_ord_id
                WHERE d.state = 'open' AND o.ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied')
                """)
            .GroupBy(order => order.GroupId).ToDictionary(group => group.Key, group => (Count: group.Count(), Notional: group.Sum(order => order.NotionalIn(session) ?? 0)));
        foreach (var group in DeadLetterGroupTable.List(session, DeadLetterState.Open))
        {
            var (orders, notional) = notionals.GetValueOrDefault(group.Id);
            yield return new WorkItem(
                WorkKind.DeadLetters, group.Id.ToString(CultureInfo.InvariantCulture), group.Symbols == 1 ? group.Symbol : null, group.FirstAt, orders == 0 ? null : notional,
                $"{group.Count} dead {(group.Count == 1 ? "letter" : "letters")} of {group.Stage}, {orders} open {(orders == 1 ? "order" : "orders")}: {group.ExceptionType}: {group.Reason}",
                [
                    new NextAct("what a replay would do now", $"pipelinectl dlq replay --group {group.Id} --dry-run"),
                    new NextAct("replay, one first, then more", $"pipelinectl dlq replay --group {group.Id} --why ..."),
                ]);
        }
    }

    private static IEnumerable<WorkItem> Orders(StoreSession session) => session.Query<OpenOrder>(
        $"""
        SELECT o.cl_ord_id, o.venue, o.symbol, o.side, o.qty, o.cum_qty, o.limit_price, o.price_bound, o.reference_px, o.ord_status, o.code, o.received_at, o.valid_until,
            (SELECT max(at) FROM journal j WHERE j.cl_ord_id = o.cl_ord_id AND j.kind IN ('OrderHeld', 'AlertRaised')) AS told_at,
            (SELECT min(claimed_at) FROM claims c WHERE c.cl_ord_id = o.cl_ord_id AND c.next_check_at IS NOT NULL) AS claimed_at,
            (SELECT max(recorded_at) FROM steps t WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND t.stage LIKE 'stuck:%') AS stuck_at
        FROM orders o INDEXED BY orders_open
        WHERE {IsOpen} AND (ord_status IN ('held', 'unresolved') OR code = 'REMAINDER_ESCALATED' OR (ord_status = 'pending_new' AND EXISTS (
            SELECT 1 FROM steps t WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND t.stage LIKE 'stuck:%')))
          AND coalesce(code, '') <> 'AWAITS_PARENT'
        ORDER BY o.received_at LIMIT @Most
        """,
        new { Most }).Select(order => ItemOf(session, order));

    private static WorkItem ItemOf(StoreSession session, OpenOrder order)
    {
        var (id, line) = (order.ClOrdId, $"{order.Side} {order.Qty} {order.Symbol}");
        var show = new NextAct("its whole story", $"pipelinectl order show {id}");
        var (release, deny, cancel) = (
            new NextAct("through every check again", $"pipelinectl order release {id} --why ..."), new NextAct("end it", $"pipelinectl order deny {id} --why ..."),
            new NextAct("end it", $"pipelinectl order cancel {id} --why ..."));
        WorkItem Item(WorkKind kind, DateTimeOffset? since, string what, params NextAct[] acts) => new(kind, id, order.Symbol, since ?? order.ReceivedAt, order.NotionalIn(session), what, acts);
        return order switch
        {
            { OrdStatus: "unresolved" } => Item(WorkKind.Unresolved, order.ClaimedAt, $"{line} may be at the venue; the resolver asks. Never send it again by hand", show),
            { Code: "REMAINDER_ESCALATED" } => Item(WorkKind.Escalated, order.ToldAt, $"The remainder of {line} is yours to decide about", show, cancel, release with { Does = "let it rest" }),
            { OrdStatus: "pending_new" } => Item(WorkKind.Stuck, order.StuckAt, $"{line} waits for a stage for too long", show, cancel),
            { Code: { } code } when Approvals.Contains(code) => Item(WorkKind.Approval, order.ToldAt, $"{line} waits for an approval ({code}), until {order.ValidUntil:O}", show, release with { Does = "approve" }, deny),
            _ => Item(WorkKind.Held, order.ToldAt, $"{line} is held ({order.Code}), until {order.ValidUntil:O}", show, release, deny),
        };
    }

    private static IEnumerable<WorkItem> Breaks(StoreSession session) => BreakTable.List(session, new BreakFilter { Limit = Most }).Select(open => new WorkItem(
        WorkKind.Break, open.Id.ToString(CultureInfo.InvariantCulture), open.Symbol, open.RaisedAt, CostOf(session, open),
        $"{Columns.Word(open.Kind).Replace('_', ' ')}: {open.Subject}, here {open.Ours}, at the venue {open.Theirs}{(open.Pauses ? $"; orders of {open.Symbol} are held" : "")}",
        [
            new NextAct("both views", $"pipelinectl breaks show {open.Id}"),
            .. open.Adjustable ? new[] { new NextAct("make ours the venue's", $"pipelinectl breaks adjust {open.Id} --why ...") } : [],
            new NextAct("let it stand", $"pipelinectl breaks accept {open.Id} --why ..."),
        ]));

    private static decimal? CostOf(StoreSession session, Break open) => open switch
    {
        { Delta: { } cash, Kind: BreakKind.CashDiffers } => Math.Abs(cash),
        { Delta: { } qty, Symbol: { } symbol } => PriceOf(session, open.Venue, symbol) is { } price ? Math.Abs(qty) * price : null,
        _ => null,
    };

    private static decimal? PriceOf(StoreSession session, string venue, string symbol) => QuoteTable.Latest(session, venue, symbol) is { } quote ? quote.Ask ?? quote.Bid : null;

    private class OpenOrder
    {
        public string ClOrdId { get; set; } = "";

        public string Venue { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal Qty { get; set; }

        public decimal CumQty { get; set; }

        public decimal? LimitPrice { get; set; }

        public decimal? PriceBound { get; set; }

        public decimal? ReferencePx { get; set; }

        public string OrdStatus { get; set; } = "";

        public string? Code { get; set; }

        public DateTimeOffset ReceivedAt { get; set; }

        public DateTimeOffset ValidUntil { get; set; }

        public DateTimeOffset? ToldAt { get; set; }

        public DateTimeOffset? ClaimedAt { get; set; }

        public DateTimeOffset? StuckAt { get; set; }

        /// <summary>What is left of it, at the price that it may cost; null when no price is known.</summary>
        public decimal? NotionalIn(StoreSession session) =>
            (LimitPrice ?? PriceBound ?? ReferencePx ?? PriceOf(session, Venue, Symbol)) is { } price ? (Qty - CumQty) * price : null;
    }

    private sealed class GroupedOrder : OpenOrder
    {
        public long GroupId { get; set; }
    }
}
