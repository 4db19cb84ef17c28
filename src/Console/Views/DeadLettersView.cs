using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.WebConsole.Views;

/// <summary>Dead letters by group, and the newest runs of replays.</summary>
public sealed record DeadLettersView(IReadOnlyList<DeadLetterGroup> Groups, IReadOnlyList<ReplayRun> Runs)
{
    private const int MostRuns = 10;

    public static DeadLettersView Of(StoreSession session, DeadLetterState state) => new(DeadLetterGroupTable.List(session, state), ReplayRunTable.Newest(session, MostRuns));
}

/// <summary>One group: its dead letters, and what a replay of each would do now.</summary>
public sealed record DeadLetterGroupView(DeadLetterGroup? Group, DeadLetterState State, IReadOnlyList<DeadLetterRow> Letters, IReadOnlyList<DryRun> WouldDo, ReplayRun? Run)
{
    /// <summary>Most dead letters of which a page says what a replay would do.</summary>
    public const int MostTried = 25;

    public const int Page = 50;

    public static DeadLetterGroupView Of(StoreSession session, long id, DeadLetterState state, long? before, ICheckPreview? preview, DateTimeOffset now)
    {
        var letters = DeadLetterQueries.List(session, new DeadLetterFilter { GroupId = id, State = state }, Page, before);
        return new DeadLetterGroupView(
            DeadLetterGroupTable.List(session, state).FirstOrDefault(group => group.Id == id), state, letters,
            state == DeadLetterState.Open ? [.. letters.Take(MostTried).Select(letter => DryRun.Of(session, letter, preview, now))] : [],
            ReplayRunTable.Newest(session, 20).FirstOrDefault(run => run.State is RunState.Running or RunState.Paused || run.Filter.Contains($"\"group_id\":{id}", StringComparison.Ordinal)));
    }
}

/// <summary>One dead letter with its message and its history.</summary>
public sealed record DeadLetterPageView(DeadLetterDetail? Letter, IReadOnlyList<DeadLetterEvent> History)
{
    public static DeadLetterPageView Of(StoreSession session, long id, ICheckPreview? preview, DateTimeOffset now) =>
        new(DeadLetterDetail.Find(session, id, preview, now), DeadLetterHistoryTable.Of(session, id));
}
