using System.Text.Json;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.WebConsole.Parts;

namespace Pipeline.WebConsole.Views;

/// <summary>A page of the journal, and how far it is sealed.</summary>
public sealed record AuditView(IReadOnlyList<AuditRow> Entries, long? Next, Seal? Sealed, long Unsealed, bool IsBroken)
{
    private const int Page = 50;

    // Of orders' own entries those that a person has made say by whom.
    private static readonly IReadOnlyList<string> Acts =
    [
        JournalKinds.AlertAcknowledged, JournalKinds.Halted, JournalKinds.ResumeRequested, JournalKinds.Resumed, JournalKinds.BreakResolved, JournalKinds.LedgerAdjusted, JournalKinds.KeyCreated,
        JournalKinds.KeyRevoked, JournalKinds.KeyRotated, JournalKinds.LimitsChanged, JournalKinds.MarketIndexSaid, JournalKinds.MarketStatusChanged,
        JournalKinds.NoticeSentAgain, JournalKinds.RestoredStateEnded, JournalKinds.SessionOverridesChanged, JournalKinds.StrategyDemoted,
        JournalKinds.StrategyPromoted, JournalKinds.ThrottleOpened, JournalKinds.VenuePauseEnded, JournalKinds.HaltFileChanged, nameof(CancelOrder),
    ];

    public static AuditView Of(StoreSession session, string kind, string? words, long? before)
    {
        var page = kind switch
        {
            "alerts" => JournalQuery.Newest(session, [JournalKinds.AlertRaised], words, before, Page),
            "all" => JournalQuery.Newest(session, null, words, before, Page),
            _ => JournalQuery.Newest(session, Acts, words, before, Page, orActed: true),
        };
        var newest = AuditSealTable.Newest(session);
        return new AuditView(
            [.. page.Entries.Select(AuditRow.Of)], page.Next, newest,
            session.Scalar<long>("SELECT count(*) FROM journal WHERE seq > @after", new { after = newest?.LastSeq ?? 0 }), AuditConditionTable.Exists(session, Alert.AuditBroken));
    }
}

/// <summary>An entry of the journal.</summary>
public sealed record AuditRow(long Seq, DateTimeOffset At, string What, string Stage, string? Who, string? Why, string? ClOrdId, string Data)
{
    private static readonly string[] By = ["by", "released_from_hold_by", "canceled_by", "replayed_by"];

    public static AuditRow Of(JournalEntry entry)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(entry.Data);
        var about = Text(data, "code") ?? Text(data, "scope") ?? Text(data, "symbol") ?? Text(data, "strategy_id") ?? Text(data, "market");
        return new AuditRow(
            entry.Seq, entry.At, $"{Words.OfKind(entry.Kind)}{(about is null ? "" : $": {about}")}", entry.Stage,
            By.Select(name => Told(data, name)).FirstOrDefault(name => name is not null), Told(data, "why"), entry.ClOrdId, entry.Data);
    }

    // Who has denied an order, and why, is one of the facts that the decision saw.
    private static string? Told(JsonElement data, string name) =>
        Text(data, name) ?? (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("facts", out var facts) ? Text(facts, name) : null);

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
