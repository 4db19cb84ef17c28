using Pipeline.Messages.Fix;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Sessions;
using Pipeline.WebConsole.Parts;

namespace Pipeline.WebConsole.Views;

/// <summary>What the first page shows.</summary>
public sealed record OverviewView
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    private const int Bars = 30;

    public required Flow Flow { get; init; }

    public required IReadOnlyList<HaltView> Halts { get; init; }

    public required long Breaks { get; init; }

    public required long DeadLetters { get; init; }

    public required long Unsent { get; init; }

    public required IReadOnlyList<BriefAlert> Alerts { get; init; }

    public required IReadOnlyDictionary<string, string> Checks { get; init; }

    /// <summary>How the way to the venue is, as every process says that calls it.</summary>
    public required VenueHealthView Health { get; init; }

    public required AccountRow? Account { get; init; }

    public required Reconciliation? Compared { get; init; }

    /// <summary>Of US equities, in words.</summary>
    public required string Session { get; init; }

    public long Denied => Flow.ByOrdStatus.GetValueOrDefault(OrdStatus.Denied);

    public long Rejected => Flow.ByOrdStatus.GetValueOrDefault(OrdStatus.Rejected);

    public long HighestBar => Flow.Bars.Max(bar => bar.Filled + bar.Refused + bar.Others);

    public static OverviewView Of(StoreSession session, IHaltFile file, SessionCalendars calendars, ProcessFacts process, DateTimeOffset machine, DateTimeOffset now) => new()
    {
        Flow = FlowQuery.Of(session, Window, Bars, now),
        Halts = HaltView.All(session, file, now),
        Breaks = BreakTable.Open(session, process.Venue, process.Account).Count,
        DeadLetters = DeadLetterTable.CountOpen(session),
        Unsent = FollowUpTable.CountUnsent(session),
        Alerts = BriefQuery.Alerts(session, null, now.AddHours(-1), now),
        Checks = process.Checks(),
        Health = VenueHealthView.Of(session, process.Venue, machine),
        Account = VenueTables.Account(session, process.Venue, process.Account),
        Compared = ReconciliationTable.Find(session, process.Venue, process.Account),
        Session = SessionWords.Of(calendars.Equities.At(now), now),
    };

    public string Share(long orders) => Flow.Orders == 0 ? "of none" : $"{100m * orders / Flow.Orders:0.#} % of all";

    public string Comparison(DateTimeOffset now) => Compared switch
    {
        null => "not begun",
        { IsBlocking: true } => $"under way, and nothing is sent before: {Compared.Why}",
        { FinishedAt: { } at } => $"finished {Words.Span(TimeSpan.FromSeconds(Math.Floor((now - at).TotalSeconds)))} ago",
        _ => "under way",
    };
}
