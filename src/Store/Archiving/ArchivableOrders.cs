namespace Pipeline.Store.Archiving;

/// <summary>
/// Which orders' stories may go: those of orders that are over and old, on which nothing hangs any more and which nobody has still to read. Whatever is in doubt stays.
/// </summary>
internal static class ArchivableOrders
{
    private const string Over = "('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied')";

    // Counted and not asked for with EXISTS, of which PostgreSQL makes a list of all such orders of the store first.
    private const string IsUnderWay = $"(l.ord_status NOT IN {Over} OR l.received_at >= @before)";

    // The first order of a line has the slot by itself, and those that replace it the same with their numbers behind it: 64 hex digits, which have an index.
    private const string SlotLength = "64";

    // The first that holds is the one that is told.
    private static readonly (string Why, string When)[] Keeps =
    [
        ("open", $"o.ord_status NOT IN {Over} OR o.reserved_qty <> '0' OR o.next_deadline_at IS NOT NULL"),
        ("valid", "o.valid_until >= @now"),
        ("on_its_way", "NOT EXISTS (SELECT 1 FROM order_sagas s WHERE s.cl_ord_id = o.cl_ord_id AND s.state = 'Done')"),
        ("claim", "EXISTS (SELECT 1 FROM claims c WHERE c.cl_ord_id = o.cl_ord_id AND (c.next_check_at IS NOT NULL OR c.outcome IS NULL))"),
        ("cancel", "EXISTS (SELECT 1 FROM cancels c WHERE c.cl_ord_id = o.cl_ord_id AND c.next_attempt_at IS NOT NULL)"),
        ("fill_policy", "EXISTS (SELECT 1 FROM fill_policies p WHERE p.cl_ord_id = o.cl_ord_id AND p.next_act_at IS NOT NULL)"),
        ("line",
            $"""
             (SELECT count(*) FROM orders l WHERE l.key = o.key AND l.generation > 1 AND {IsUnderWay}) > 0
                 OR (o.generation > 1 AND (SELECT count(*) FROM orders l WHERE l.slot = substr(o.slot, 1, {SlotLength}) AND {IsUnderWay}) > 0)
             """),
        ("break", "o.told_otherwise <> 0 OR EXISTS (SELECT 1 FROM breaks b WHERE b.closed_at IS NULL AND (b.symbol = o.symbol OR b.cl_ord_id = o.cl_ord_id OR b.subject = o.cl_ord_id))"),
        ("alert", "EXISTS (SELECT 1 FROM standing_alerts a WHERE a.cl_ord_id = o.cl_ord_id OR a.scope = o.cl_ord_id)"),
        ("dead_letter", "EXISTS (SELECT 1 FROM dead_letters d WHERE d.cl_ord_id = o.cl_ord_id AND (d.state = 'open' OR d.unsent = 1 OR d.result = 'waits'))"),
        ("follow_up",
            """
            EXISTS (SELECT 1 FROM follow_ups f WHERE f.cl_ord_id = o.cl_ord_id AND (f.sent_at IS NULL OR (f.next_stage = 'analytics' AND f.pass = o.pass
                AND NOT EXISTS (SELECT 1 FROM steps t WHERE t.cl_ord_id = f.cl_ord_id AND t.pass = f.pass AND t.stage = 'analytics'))))
            """),
        ("notice", "EXISTS (SELECT 1 FROM notices n WHERE n.subject = o.cl_ord_id AND n.sent_at IS NULL AND n.dead_at IS NULL)"),
        ("recent", Said("j.at >= @before")),
        ("unread", Said("j.seq > @read")),
    ];

    private static readonly string Kept = $"CASE {string.Join(' ', Keeps.Select(keep => $"WHEN {keep.When} THEN '{keep.Why}'"))} END";

    /// <summary>Why an order stays; a closed set.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [.. Keeps.Select(keep => keep.Why)];

    /// <summary>The old orders after a place, in the order of their arrival, each with what keeps it.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="after">The place: an order's sequence.</param>
    /// <param name="before">Old is what was received, and heard of last, before this.</param>
    /// <param name="now">The time.</param>
    /// <param name="most">So many at most.</param>
    public static IReadOnlyList<OldOrder> After(StoreSession session, long after, DateTimeOffset before, DateTimeOffset now, int most) => session.Query<OldOrder>(
        $"""
         SELECT o.seq, o.cl_ord_id, o.intent_id, {Kept} AS kept FROM orders o
         WHERE o.seq > @after AND o.archived_in IS NULL AND o.received_at < @before ORDER BY o.seq LIMIT @most
         """,
        new { after, before, now, most, read = ReadUpTo(session) });

    /// <summary>Whether nothing keeps any of some orders.</summary>
    public static bool MayGo(StoreSession session, IReadOnlyList<string> clOrdIds, DateTimeOffset before, DateTimeOffset now) => session.Scalar<int>(
        $"SELECT count(*) FROM orders o WHERE o.cl_ord_id IN @clOrdIds AND o.archived_in IS NULL AND o.received_at < @before AND ({Kept}) IS NULL",
        new { clOrdIds, before, now, read = ReadUpTo(session) }) == clOrdIds.Count;

    // Of the order or of its intent, whose own entries go with the last of its orders.
    private static string Said(string how) =>
        $"EXISTS (SELECT 1 FROM journal j WHERE j.cl_ord_id = o.cl_ord_id AND {how}) OR EXISTS (SELECT 1 FROM journal j WHERE j.cl_ord_id IS NULL AND j.intent_id = o.intent_id AND {how})";

    // The journal is sealed, counted and told of from beside: what one of these has not come to yet must not go.
    private static long ReadUpTo(StoreSession session) => session.Scalar<long>(
        """
        SELECT min(seq) FROM (SELECT coalesce(max(last_seq), 0) AS seq FROM audit_seals UNION ALL SELECT seq FROM journal_cursors UNION ALL SELECT seq FROM notice_cursor) AS read
        """);
}

/// <summary>An order that is old.</summary>
internal sealed class OldOrder
{
    public long Seq { get; set; }

    public string ClOrdId { get; set; } = "";

    public string IntentId { get; set; } = "";

    /// <summary>Why its story stays; null when it may go.</summary>
    public string? Kept { get; set; }
}
