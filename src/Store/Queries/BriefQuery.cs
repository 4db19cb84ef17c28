using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Store.Queries;

/// <summary>Gathers a brief from what is recorded.</summary>
public static class BriefQuery
{
    // Whose orders they are; of everybody's none is left out.
    private const string Mine = "(@strategyId IS NULL OR o.strategy_id = @strategyId)";

    /// <param name="session">The snapshot.</param>
    /// <param name="haltFile">The halt file, which may say what nobody has written down yet.</param>
    /// <param name="strategyId">Whose orders; null for everybody's.</param>
    /// <param name="window">How far back.</param>
    /// <param name="readiness">Of the process that answers.</param>
    /// <param name="now">The end of the window.</param>
    /// <param name="calendars">The calendars in force.</param>
    /// <param name="trigger">What it is made for; null when somebody asks.</param>
    public static IncidentBrief Of(
        StoreSession session, IHaltFile haltFile, string? strategyId, TimeSpan window, BriefReadiness readiness, DateTimeOffset now, SessionCalendars calendars,
        BriefTrigger? trigger = null)
    {
        var from = now - window;

        // From the newest order backwards to the first that is older: the price is that of the window, not of the store.
        var after = session.Scalar<long?>("SELECT seq FROM orders WHERE received_at < @from ORDER BY seq DESC LIMIT 1", new { from }) ?? 0;
        var orders = session.Query<Group>(
            $"""
            SELECT {OrderStates.Of} AS state, o.ord_status, o.code, count(*) AS orders, max(o.seq) AS newest FROM orders o
            LEFT JOIN order_sagas s ON s.cl_ord_id = o.cl_ord_id WHERE o.seq > @after AND o.received_at <= @now AND {Mine} GROUP BY 1, 2, 3
            """,
            new { after, now, strategyId });
        return new IncidentBrief
        {
            Trigger = trigger,
            Impact = BriefImpacts.Of(session, strategyId, now),
            Sessions = Sessions(session, strategyId, calendars, now),
            Changes = BriefEvents.Changes(session, strategyId, from, now),
            Timeline = BriefEvents.Timeline(session, strategyId, from, now),
            StrategyId = strategyId,
            From = from,
            To = now,
            Readiness = readiness,
            Halts = Halts(session, haltFile, strategyId),
            OrdersByState = Counted(orders, group => Columns.SnakeCase(group.State)),
            OrdersByOrdStatus = Counted(orders, group => group.OrdStatus),
            Denied = Refusals(session, orders, OrdStatus.Denied),
            Rejected = Refusals(session, orders, OrdStatus.Rejected),
            Unresolved = In(session, OrderState.Unresolved, strategyId),
            Held = In(session, OrderState.Held, strategyId),
            Alerts = Alerts(session, strategyId, from, now),
        };
    }

    private static IReadOnlyList<BriefSession> Sessions(StoreSession session, string? strategyId, SessionCalendars calendars, DateTimeOffset now) =>
    [
        .. session.Query<string>(
                $"""
                SELECT DISTINCT o.symbol FROM orders o
                WHERE {OrderTable.IsOpen} AND {Mine} LIMIT 1000
                """,
                new { strategyId })
            .Select(calendars.For).DistinctBy(market => market.Market).OrderBy(market => market.Market, StringComparer.Ordinal)
            .Select(market => market.At(now) switch
            {
                SessionStatus.Open open => new BriefSession(market.Market, "open", open.Session.Close),
                SessionStatus.Closed closed => new BriefSession(market.Market, "closed", closed.NextOpen),
                _ => new BriefSession(market.Market, "unknown", null),
            }),
    ];

    /// <summary>What an alert's brief is made for: the newest time that it was raised within a window; null when it was not.</summary>
    public static BriefTrigger? NewestAlert(StoreSession session, string code, DateTimeOffset from, DateTimeOffset now) =>
        session.QueryFirst<RaisedRow>(
            """
            SELECT seq, at, data FROM journal WHERE kind = 'AlertRaised' AND data ->> '$.code' = @code AND at >= @from AND at <= @now ORDER BY seq DESC LIMIT 1
            """,
            new { code, from, now }) is { } raised
            ? TriggerOf(raised.Seq, raised.At, JsonSerializer.Deserialize<JsonElement>(raised.Data), now)
            : null;

    /// <summary>What the brief of an alert is made for.</summary>
    /// <param name="seq">The journal's sequence of the alert.</param>
    /// <param name="at">When it was raised.</param>
    /// <param name="data">Its data.</param>
    /// <param name="now">When it was noticed.</param>
    public static BriefTrigger TriggerOf(long seq, DateTimeOffset at, JsonElement data, DateTimeOffset now)
    {
        string Text(string name) => data.GetProperty(name).GetString()!;
        var code = Text("code");
        return new BriefTrigger(
            $"brief-{seq}", code, Text("severity"), "pipeline", null, UntrustedText.Cap(Text("scope")), at, now, $"journal: kind = AlertRaised, code = {code}, seq = {seq}",
            AlertGuide.Find(code)?.Runbook ?? AlertGuide.Page);
    }

    private static IReadOnlyList<BriefHalt> Halts(StoreSession session, IHaltFile haltFile, string? strategyId)
    {
        var written = HaltTable.All(session);
        return
        [
            .. written.Concat(haltFile.Look().Where(halt => written.All(other => other.Scope != halt.Scope)))
                .Where(halt => BriefHalt.Concerns(halt, strategyId)).OrderBy(halt => halt.Scope, StringComparer.Ordinal).Select(BriefHalt.Of),
        ];
    }

    private static IReadOnlyList<BriefCount> Counted(IReadOnlyList<Group> groups, Func<Group, string> word) =>
        [.. groups.GroupBy(word).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new BriefCount(group.Key, group.Sum(part => part.Orders)))];

    private static IReadOnlyList<BriefRefusals> Refusals(StoreSession session, IReadOnlyList<Group> groups, OrdStatus status) =>
    [
        .. groups.Where(group => group.OrdStatus == Columns.Word(status)).GroupBy(group => group.Code ?? "").OrderBy(code => code.Key, StringComparer.Ordinal).Select(code =>
        {
            var newest = session.QueryFirst<Newest>("SELECT cl_ord_id, detail FROM orders WHERE seq = @seq", new { seq = code.Max(group => group.Newest) })!;

            // Why the pipeline denies is the pipeline's word; why a venue rejects is the venue's.
            var words = status == OrdStatus.Rejected && newest.Detail is { Length: > 0 } detail ? UntrustedText.Cap(detail) : null;
            return new BriefRefusals(code.Key, code.Sum(group => group.Orders), newest.ClOrdId, words);
        }),
    ];

    private static BriefOrders In(StoreSession session, OrderState state, string? strategyId)
    {
        var among = state == OrderState.Unresolved
            ? $"FROM orders o LEFT JOIN order_sagas s ON s.cl_ord_id = o.cl_ord_id WHERE ({OrderStates.IsUnresolved} OR o.cl_ord_id IN (SELECT cl_ord_id FROM order_sagas WHERE state <> 'Done' AND state = @state)) AND {Mine}"
            : $"FROM order_sagas s JOIN orders o ON o.cl_ord_id = s.cl_ord_id WHERE s.state <> 'Done' AND s.state = @state AND NOT {OrderStates.IsUnresolved} AND {Mine}";
        var where = new { state = state.ToString(), strategyId, most = IncidentBrief.MostNamed };
        var orders = session.Query<OrderViewRow>($"SELECT o.*, {OrderStates.Of} AS state {among} ORDER BY o.seq LIMIT @most", where);
        return new BriefOrders(
            orders.Count < IncidentBrief.MostNamed ? orders.Count : session.Scalar<long>($"SELECT count(*) {among}", where),
            [.. orders.Select(row => new BriefOrder(row.ClOrdId, UntrustedText.Cap(row.RebalanceId), row.Symbol, Columns.Word<Side>(row.Side), row.Qty, state, row.Code, row.ReceivedAt))]);
    }

    /// <summary>The alerts between two instants, by code.</summary>
    public static IReadOnlyList<BriefAlert> Alerts(StoreSession session, string? strategyId, DateTimeOffset from, DateTimeOffset now) =>
    [
        .. session.Query<AlertRow>(
                """
                SELECT j.at, j.data, o.strategy_id FROM journal j LEFT JOIN orders o ON o.cl_ord_id = j.cl_ord_id
                WHERE j.kind = 'AlertRaised' AND j.at >= @from AND j.at <= @now ORDER BY j.seq
                """,
                new { from, now })
            .Select(row => (row.At, row.StrategyId, Data: JsonSerializer.Deserialize<JsonElement>(row.Data)))
            .Where(alert => Concerns(alert.StrategyId, alert.Data, strategyId))
            .GroupBy(alert => (Code: alert.Data.GetProperty("code").GetString()!, Severity: alert.Data.GetProperty("severity").GetString()!))
            .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
            .Select(group => new BriefAlert(group.Key.Code, group.Key.Severity, group.Count(), group.Min(alert => alert.At), group.Max(alert => alert.At))),
    ];

    // An alert about an order is its strategy's; one about no order is everybody's, unless it names another strategy.
    internal static bool Concerns(string? of, JsonElement data, string? strategyId) =>
        strategyId is null || (of ?? Named(data.GetProperty("code").GetString()!, data.GetProperty("scope").GetString()!)) is not { } named || named == strategyId;

    private static string? Named(string code, string scope) => code == Alert.IntentConflict.Code || code == Alert.WebhookIdReused.Code ? scope
        : scope.StartsWith("strategy:", StringComparison.Ordinal) ? scope["strategy:".Length..]
        : null;

    private sealed class Group
    {
        public string State { get; set; } = "";

        public string OrdStatus { get; set; } = "";

        public string? Code { get; set; }

        public long Orders { get; set; }

        public long Newest { get; set; }
    }

    private sealed class Newest
    {
        public string ClOrdId { get; set; } = "";

        public string? Detail { get; set; }
    }

    private sealed class RaisedRow
    {
        public long Seq { get; set; }

        public DateTimeOffset At { get; set; }

        public string Data { get; set; } = "";
    }

    private sealed class AlertRow
    {
        public DateTimeOffset At { get; set; }

        public string Data { get; set; } = "";

        public string? StrategyId { get; set; }
    }
}
