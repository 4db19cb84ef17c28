using Pipeline.Bus;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.WebConsole.Views;

/// <summary>Dead letters by group, or those that are looked for, and the newest runs of replays.</summary>
/// <param name="Groups">The groups; empty while somebody looks for single ones.</param>
/// <param name="Found">What was looked for; null when nothing was.</param>
/// <param name="Runs">The newest runs.</param>
public sealed record DeadLettersView(IReadOnlyList<DeadLetterGroup> Groups, FoundLetters? Found, IReadOnlyList<ReplayRun> Runs)
{
    private const int MostRuns = 10;

    public static DeadLettersView Of(StoreSession session, DeadLetterState state, LetterChoice choice, long? before, ICheckPreview? preview, DateTimeOffset now) => new(
        choice.IsNarrowed ? [] : DeadLetterGroupTable.List(session, state),
        choice.IsNarrowed ? FoundLetters.Of(session, choice.FilterAt(now) is { } filter ? filter with { State = state } : null, before, preview, now) : null,
        ReplayRunTable.Newest(session, MostRuns));
}

/// <summary>What somebody looks for among dead letters, as they wrote it. Empty fields narrow nothing.</summary>
public sealed record LetterChoice(string? Stage, string? Symbol, string? Reason, string? StrategyId, string? OlderThan)
{
    /// <summary>Ages that are offered.</summary>
    public static IReadOnlyList<(string Word, string Text)> Ages { get; } = [("15m", "15 minutes"), ("1h", "an hour"), ("4h", "4 hours"), ("1d", "a day"), ("7d", "a week")];

    /// <summary>Stages whose messages can be dead letters.</summary>
    public static IReadOnlyList<string> Stages => QueueNames.All;

    public bool IsNarrowed => new[] { Stage, Symbol, Reason, StrategyId, OlderThan }.Any(words => !string.IsNullOrWhiteSpace(words));

    /// <summary>The filter; null when a word is none that there is: nothing is found then, and nothing more than was asked for.</summary>
    public DeadLetterFilter? FilterAt(DateTimeOffset now)
    {
        var age = Given(OlderThan) is { } words ? LetterAge.Of(words) : TimeSpan.Zero;
        return age is null || (Given(Stage) is { } stage && !Stages.Contains(stage)) ? null : new DeadLetterFilter
        {
            Stage = Given(Stage), Symbol = Given(Symbol)?.ToUpperInvariant(), Reason = Given(Reason), StrategyId = Given(StrategyId), FirstBy = age > TimeSpan.Zero ? now - age : null,
        };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A page of the dead letters that were looked for, and what a replay of each would do now.</summary>
/// <param name="Filter">Which; null when a word of it is none that there is.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Letters">The page.</param>
/// <param name="WouldDo">What a replay would do, of the first of them, while they are open.</param>
public sealed record FoundLetters(DeadLetterFilter? Filter, long Total, IReadOnlyList<DeadLetterRow> Letters, IReadOnlyList<DryRun> WouldDo)
{
    /// <summary>Most dead letters of which a page says what a replay would do.</summary>
    public const int MostTried = 25;

    public const int Page = 50;

    public static FoundLetters Of(StoreSession session, DeadLetterFilter? filter, long? before, ICheckPreview? preview, DateTimeOffset now)
    {
        if (filter is null)
        {
            return new FoundLetters(null, 0, [], []);
        }

        var letters = DeadLetterQueries.List(session, filter, Page, before);
        return new FoundLetters(
            filter, DeadLetterQueries.Count(session, filter).Count, letters,
            filter.State == DeadLetterState.Open ? [.. letters.Take(MostTried).Select(letter => DryRun.Of(session, letter, preview, now))] : []);
    }
}

/// <summary>One group: its dead letters, and the run that replays them.</summary>
public sealed record DeadLetterGroupView(DeadLetterGroup? Group, FoundLetters Found, ReplayRun? Run)
{
    public static DeadLetterGroupView Of(StoreSession session, long id, DeadLetterState state, long? before, ICheckPreview? preview, DateTimeOffset now) => new(
        DeadLetterGroupTable.List(session, state).FirstOrDefault(group => group.Id == id),
        FoundLetters.Of(session, new DeadLetterFilter { GroupId = id, State = state }, before, preview, now),
        ReplayRunTable.Newest(session, 20).FirstOrDefault(run => run.State is RunState.Running or RunState.Paused || ReplayRunActs.FilterOf(run).GroupId == id));
}

/// <summary>One dead letter with its message and its history.</summary>
public sealed record DeadLetterPageView(DeadLetterDetail? Letter, IReadOnlyList<DeadLetterEvent> History)
{
    public static DeadLetterPageView Of(StoreSession session, long id, ICheckPreview? preview, DateTimeOffset now) =>
        new(DeadLetterDetail.Find(session, id, preview, now), DeadLetterHistoryTable.Of(session, id));
}
