using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>How orders flow: what is on its way, what the newest orders came to, and how long they took.</summary>
public static class FlowQuery
{
    /// <summary>Most orders that are looked at: the price of an answer is theirs, not the store's.</summary>
    public const int Most = 20_000;

    private const int MostTimed = 1_000;

    /// <param name="session">The snapshot.</param>
    /// <param name="window">How far back.</param>
    /// <param name="bars">Into how many parts the window is cut.</param>
    /// <param name="now">The end of the window.</param>
    public static Flow Of(StoreSession session, TimeSpan window, int bars, DateTimeOffset now)
    {
        var from = now - window;
        var newest = session.Scalar<long?>("SELECT max(seq) FROM orders") ?? 0;
        var after = Math.Max(
            session.Scalar<long?>("SELECT seq FROM orders WHERE received_at < @from ORDER BY seq DESC LIMIT 1", new { from }) ?? 0,
            session.Scalar<long?>("SELECT seq FROM orders ORDER BY seq DESC LIMIT 1 OFFSET @Most", new { Most }) ?? 0);

        // In whole milliseconds: what is cut off of a number in SQLite is rounded in PostgreSQL.
        var length = Math.Max(1, (long)(window / bars).TotalMilliseconds);
        var groups = session.Query<Group>(
            """
            SELECT ord_status, code, CAST((julianday(received_at) - julianday(@from)) * 86400000 AS BIGINT) / @length AS bar, count(*) AS orders
            FROM orders WHERE seq > @after GROUP BY 1, 2, 3
            """,
            new { after, from, length });
        return new Flow
        {
            From = from,
            Newest = newest,
            OnTheirWay = OnTheirWay(session),
            ByOrdStatus = groups.GroupBy(group => Columns.Word<OrdStatus>(group.OrdStatus)).ToDictionary(group => group.Key, group => group.Sum(part => part.Orders)),
            Refusals =
            [
                .. groups.Where(group => group.OrdStatus is "denied" or "rejected").GroupBy(group => (group.OrdStatus, Code: group.Code ?? ""))
                    .Select(group => new FlowRefusals(Columns.Word<OrdStatus>(group.Key.OrdStatus), group.Key.Code, group.Sum(part => part.Orders)))
                    .OrderByDescending(refusals => refusals.Orders).ThenBy(refusals => refusals.Code, StringComparer.Ordinal),
            ],
            Bars = [.. Enumerable.Range(0, bars).Select(bar => BarOf([.. groups.Where(group => Math.Clamp(group.Bar, 0, bars - 1) == bar)]))],
            Latencies = Latencies(session, after),
        };
    }

    private static Dictionary<OrderState, StateCount> OnTheirWay(StoreSession session) => session.Query<StateRow>(
        $"""
        SELECT {OrderStates.Of} AS state, count(*) AS orders, min(o.received_at) AS oldest_at FROM order_sagas s JOIN orders o ON o.cl_ord_id = s.cl_ord_id
        WHERE s.state <> 'Done' GROUP BY 1
        """).ToDictionary(row => Enum.Parse<OrderState>(row.State), row => new StateCount(row.Orders, Columns.Time(row.OldestAt)));

    private static FlowBar BarOf(IReadOnlyList<Group> groups)
    {
        var refused = groups.Where(group => group.OrdStatus is "denied" or "rejected").Sum(group => group.Orders);
        var filled = groups.Where(group => group.OrdStatus == "filled").Sum(group => group.Orders);
        return new FlowBar(filled, refused, groups.Sum(group => group.Orders) - refused - filled);
    }

    private static IReadOnlyList<FlowLatency> Latencies(StoreSession session, long after)
    {
        var rows = session.Query<OrderAnalytics>(
            """
            SELECT a.intake_to_validation, a.validation_to_session, a.session_to_claim, a.intake_to_claim, a.claim_to_answer, a.intake_to_done
            FROM (SELECT cl_ord_id FROM orders WHERE seq > @after ORDER BY seq DESC LIMIT @MostTimed) o JOIN order_analytics a ON a.cl_ord_id = o.cl_ord_id
            """,
            new { after, MostTimed });
        return
        [
            FlowLatency.From("Validation", rows.Select(row => row.IntakeToValidation)),
            FlowLatency.From("Session check", rows.Select(row => row.ValidationToSession)),
            FlowLatency.From("Wait for the grant", rows.Select(row => row.SessionToClaim)),
            FlowLatency.From("Intake to the grant", rows.Select(row => row.IntakeToClaim)),
            FlowLatency.From("Venue's answer", rows.Select(row => row.ClaimToAnswer)),
            FlowLatency.From("Intake to done", rows.Select(row => row.IntakeToDone)),
        ];
    }

    private sealed class Group
    {
        public string OrdStatus { get; set; } = "";

        public string? Code { get; set; }

        public long Bar { get; set; }

        public long Orders { get; set; }
    }

    private sealed class StateRow
    {
        public string State { get; set; } = "";

        public long Orders { get; set; }

        public string OldestAt { get; set; } = "";
    }
}

/// <summary>How orders flow.</summary>
public sealed record Flow
{
    /// <summary>The beginning of the window.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The newest order's place in the journal; 0 before the first.</summary>
    public required long Newest { get; init; }

    /// <summary>Orders that have not come to their end, whenever they came, by where they are.</summary>
    public required IReadOnlyDictionary<OrderState, StateCount> OnTheirWay { get; init; }

    /// <summary>The window's orders by what the venue has said, or we have.</summary>
    public required IReadOnlyDictionary<OrdStatus, long> ByOrdStatus { get; init; }

    /// <summary>Why orders of the window were denied or rejected, the most frequent first.</summary>
    public required IReadOnlyList<FlowRefusals> Refusals { get; init; }

    /// <summary>The window in parts, the oldest first.</summary>
    public required IReadOnlyList<FlowBar> Bars { get; init; }

    /// <summary>How long the window's newest orders took.</summary>
    public required IReadOnlyList<FlowLatency> Latencies { get; init; }

    /// <summary>Orders of the window.</summary>
    public long Orders => ByOrdStatus.Values.Sum();
}

/// <summary>Orders in a state.</summary>
/// <param name="Orders">How many.</param>
/// <param name="OldestAt">When the oldest came.</param>
public sealed record StateCount(long Orders, DateTimeOffset OldestAt);

/// <summary>Orders refused with a code.</summary>
/// <param name="By">Denied is ours, rejected is the venue's.</param>
/// <param name="Code">The code.</param>
/// <param name="Orders">How many.</param>
public sealed record FlowRefusals(OrdStatus By, string Code, long Orders);

/// <summary>Orders of a part of the window, by what became of them.</summary>
public sealed record FlowBar(long Filled, long Refused, long Others);

/// <summary>How long something took.</summary>
/// <param name="Of">What.</param>
/// <param name="Orders">How many orders came so far.</param>
/// <param name="Median">Half of them took no longer, in seconds; null without any.</param>
/// <param name="P99">99 of a hundred took no longer, in seconds.</param>
public sealed record FlowLatency(string Of, int Orders, double? Median, double? P99)
{
    internal static FlowLatency From(string of, IEnumerable<double?> seconds)
    {
        var sorted = seconds.OfType<double>().Order().ToList();
        return sorted.Count == 0
            ? new FlowLatency(of, 0, null, null)
            : new FlowLatency(of, sorted.Count, sorted[(sorted.Count - 1) / 2], sorted[(int)Math.Ceiling(0.99 * sorted.Count) - 1]);
    }
}
