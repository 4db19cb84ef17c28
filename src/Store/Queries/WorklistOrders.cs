using System.Globalization;
using Pipeline.Store.Tables;
using Pipeline.Trading.Worklists;

namespace Pipeline.Store.Queries;

/// <summary>The orders that need a person.</summary>
internal static class WorklistOrders
{
    private const string UnaskedCancels =
        "steps t JOIN cancels l ON l.cl_ord_id = t.cl_ord_id WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND l.outcome IS NULL AND t.stage = CASE l.attempt WHEN 1 THEN 'stuck:cancel' ELSE 'stuck:cancel/' || l.attempt END";

    private static readonly string[] Approvals = ["APPROVAL_REQUIRED", "STRATEGY_NOT_PROMOTED"];

    /// <summary>All of them, the oldest first, up to so many.</summary>
    public static IEnumerable<WorkItem> All(StoreSession session, int most) => session.Query<WaitingOrder>(
        $"""
        SELECT o.cl_ord_id, o.venue, o.symbol, o.side, o.qty, o.cum_qty, o.limit_price, o.price_bound, o.reference_px, o.ord_status, o.code, o.received_at, o.valid_until,
            (SELECT max(at) FROM journal j WHERE j.cl_ord_id = o.cl_ord_id AND j.kind IN ('OrderHeld', 'AlertRaised')) AS told_at,
            (SELECT min(claimed_at) FROM claims c WHERE c.cl_ord_id = o.cl_ord_id AND c.next_check_at IS NOT NULL) AS claimed_at,
            (SELECT max(recorded_at) FROM steps t WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND t.stage LIKE 'stuck:%') AS stuck_at,
            (SELECT max(answered_at) FROM cancels l WHERE l.cl_ord_id = o.cl_ord_id AND l.outcome = 'requested' AND l.next_attempt_at IS NULL) AS cancel_stuck_at,
            (SELECT max(recorded_at) FROM {UnaskedCancels}) AS cancel_unasked_at
        FROM orders o INDEXED BY orders_open
        WHERE {OrderTable.IsOpen} AND (ord_status IN ('held', 'unresolved') OR code = 'REMAINDER_ESCALATED' OR (ord_status = 'pending_new' AND EXISTS (
            SELECT 1 FROM steps t WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND t.stage LIKE 'stuck:%'))
            OR EXISTS (SELECT 1 FROM cancels l WHERE l.cl_ord_id = o.cl_ord_id AND l.outcome = 'requested' AND l.next_attempt_at IS NULL)
            OR EXISTS (SELECT 1 FROM {UnaskedCancels}))
          AND coalesce(code, '') <> 'AWAITS_PARENT'
        ORDER BY o.received_at LIMIT @most
        """,
        new { most }).Select(order => ItemOf(session, order));

    private static string Until(WaitingOrder order) => order.ValidUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static WorkItem ItemOf(StoreSession session, WaitingOrder order)
    {
        var (id, line) = (order.ClOrdId, $"{order.Side} {order.Qty} {order.Symbol}");
        var show = new NextAct("its whole story", $"pipelinectl order show {id}", WorkAct.Look);
        var (release, deny, cancel) = (
            new NextAct("through every check again", $"pipelinectl order release {id}{(order.OrdStatus == "held" ? $" --code {order.Code}" : "")} --why ...", WorkAct.Release), new NextAct("end it", $"pipelinectl order deny {id} --why ...", WorkAct.Deny),
            new NextAct("end it", $"pipelinectl order cancel {id} --why ...", WorkAct.Cancel));
        WorkItem Item(WorkKind kind, DateTimeOffset? since, string what, params NextAct[] acts) => new(kind, id, order.Symbol, since ?? order.ReceivedAt, order.NotionalIn(session), what, acts) { Code = order.OrdStatus == "held" ? order.Code : null };
        return order switch
        {
            { OrdStatus: "unresolved" } => Item(WorkKind.Unresolved, order.ClaimedAt, $"{line} may be at the venue; the resolver asks. Never send it again by hand", show),
            { CancelStuckAt: { } at } => Item(WorkKind.StuckCancel, at, $"{line} is open though the venue has taken its cancel: ask the venue", show, cancel with { Does = "ask again" }),
            { CancelUnaskedAt: { } at } => Item(WorkKind.StuckCancel, at, $"{line} is to be canceled, and the venue has not been asked: its call is sent again; see the dead letters", show),
            { Code: "REMAINDER_ESCALATED" } => Item(WorkKind.Escalated, order.ToldAt, $"The remainder of {line} is yours to decide about", show, cancel, release with { Does = "let it rest" }),
            { OrdStatus: "pending_new" } => Item(WorkKind.Stuck, order.StuckAt, $"{line} waits for a stage for too long", show, cancel),
            { Code: { } code } when Approvals.Contains(code) => Item(WorkKind.Approval, order.ToldAt, $"{line} waits for an approval ({code}), until {Until(order)}", show, release with { Does = "approve" }, deny),
            _ => Item(WorkKind.Held, order.ToldAt, $"{line} is held ({order.Code}), until {Until(order)}", show, release, deny),
        };
    }
}
