using System.Text.Json;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;

namespace Pipeline.Store.Queries;

/// <summary>What happened, for a brief: the entries of the journal that people ask for after an incident.</summary>
internal static class BriefEvents
{
    private const int Page = 1000;

    private static readonly string[] Changing =
    [
        JournalKinds.HaltFileChanged, JournalKinds.Halted, JournalKinds.LimitsChanged, JournalKinds.RestoredStateEnded, JournalKinds.Resumed,
        JournalKinds.SessionOverridesChanged, JournalKinds.StrategyDemoted, JournalKinds.StrategyPromoted, JournalKinds.ThrottleOpened,
        JournalKinds.VenuePauseEnded,
    ];

    /// <summary>All of them, the newest that there is room for, the oldest first.</summary>
    public static IReadOnlyList<BriefEvent> Timeline(StoreSession session, string? strategyId, DateTimeOffset from, DateTimeOffset to) =>
        Newest(session, strategyId, from, to, null);

    /// <summary>Those with which somebody has changed something.</summary>
    public static IReadOnlyList<BriefEvent> Changes(StoreSession session, string? strategyId, DateTimeOffset from, DateTimeOffset to) =>
        Newest(session, strategyId, from, to, Changing);

    private static IReadOnlyList<BriefEvent> Newest(StoreSession session, string? strategyId, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<string>? kinds) =>
    [
        .. Backwards(session, from, to, kinds)
            .Select(row => (Row: row, Data: JsonSerializer.Deserialize<JsonElement>(row.Data)))
            .Where(entry => Concerns(entry.Row, entry.Data, strategyId))
            .Take(IncidentBrief.MostEvents)
            .Reverse()
            .Select(entry => Told(entry.Row, entry.Data)),
    ];

    // As many as are looked at: whose they are is in their data.
    private static IEnumerable<Row> Backwards(StoreSession session, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<string>? kinds)
    {
        var before = long.MaxValue;
        while (true)
        {
            var page = session.Query<Row>(
                $"""
                SELECT j.seq, j.at, j.kind, j.cl_ord_id, j.data, o.strategy_id FROM journal j INDEXED BY journal_events LEFT JOIN orders o ON o.cl_ord_id = j.cl_ord_id
                WHERE {JournalEvents.Kinds} AND j.at >= @from AND j.at <= @to AND j.seq < @before AND (@all = 1 OR j.kind IN @kinds) ORDER BY j.seq DESC LIMIT {Page}
                """,
                new { from, to, before, all = kinds is null ? 1 : 0, kinds = kinds ?? [""] });
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            before = page[^1].Seq;
        }
    }

    private static bool Concerns(Row row, JsonElement data, string? strategyId) => row.Kind switch
    {
        JournalKinds.AlertRaised => BriefQuery.Concerns(row.StrategyId, data, strategyId),
        JournalKinds.Halted or JournalKinds.Resumed => strategyId is null || Text(data, "scope") is not { } scope
            || !scope.StartsWith("strategy:", StringComparison.Ordinal) || scope == $"strategy:{strategyId}",
        JournalKinds.ThrottleOpened or JournalKinds.ThrottleShut => strategyId is null || (row.StrategyId ?? Text(data, "strategy_id")) == strategyId,
        JournalKinds.StrategyDemoted or JournalKinds.StrategyPromoted => strategyId is null,
        _ => strategyId is null || row.StrategyId is null || row.StrategyId == strategyId,
    };

    private static BriefEvent Told(Row row, JsonElement data)
    {
        var code = row.Kind == JournalKinds.AlertRaised ? Text(data, "code") : null;
        var link = row.ClOrdId is { } order ? $"/v1/orders/{order}/timeline"
            : code is not null && AlertGuide.Find(code) is { } guide ? guide.Runbook
            : row.Kind == JournalKinds.BriefMade ? $"/v1/incidents/briefs/{Text(data, "brief_id")}"
            : "";
        var about = string.Join(", ", new[] { Text(data, "scope"), Text(data, "subject"), Text(data, "by"), Text(data, "why") }.OfType<string>().Distinct());
        return new BriefEvent(row.At, code is null ? row.Kind : $"{row.Kind} {code}", link, about.Length > 0 ? UntrustedText.Cap(about) : null);
    }

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class Row
    {
        public long Seq { get; set; }

        public DateTimeOffset At { get; set; }

        public string Kind { get; set; } = "";

        public string? ClOrdId { get; set; }

        public string Data { get; set; } = "";

        public string? StrategyId { get; set; }
    }
}
