namespace Pipeline.Trading.Worklists;

/// <summary>What needs a person.</summary>
public enum WorkKind
{
    /// <summary>A group of dead letters.</summary>
    DeadLetters,

    /// <summary>An order that a rule, the session or a break holds.</summary>
    Held,

    /// <summary>An order that waits for an approval.</summary>
    Approval,

    /// <summary>An order that may be at the venue, with nobody sure.</summary>
    Unresolved,

    /// <summary>An order that waits for a stage for too long.</summary>
    Stuck,

    /// <summary>An order that is open though the venue has taken its cancel, for too long.</summary>
    StuckCancel,

    /// <summary>A remainder that its fill policy has handed to a person.</summary>
    Escalated,

    /// <summary>A difference from the venue.</summary>
    Break,

    /// <summary>A halt that has tripped by itself, or whose release waits for a second person.</summary>
    Halt,

    /// <summary>A throttle that has shut a strategy out.</summary>
    Throttle,

    /// <summary>An alert that woke a person, and of which nothing else here tells.</summary>
    Alert,
}

/// <summary>What kind of thing may be done about an item: who shows it can offer it in a way of its own.</summary>
public enum WorkAct
{
    /// <summary>Only looks.</summary>
    Look,

    /// <summary>Says what a replay of a group would do.</summary>
    DryRun,

    /// <summary>Replays a group, one first, then more.</summary>
    Replay,

    /// <summary>Sends an order through every check again.</summary>
    Release,

    /// <summary>Ends an order that was never sent.</summary>
    Deny,

    /// <summary>Cancels an order.</summary>
    Cancel,

    /// <summary>Lets a break stand.</summary>
    Accept,

    /// <summary>Makes our view the venue's.</summary>
    Adjust,

    /// <summary>Releases a halt, together with another person.</summary>
    Resume,

    /// <summary>Opens a throttle.</summary>
    Open,

    /// <summary>Says that an alert was seen and is taken care of.</summary>
    Acknowledge,
}

/// <summary>One thing that needs a person.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">Its id: a ClOrdId, the number of a group, a break, a throttle or an alert, or the scope of a halt.</param>
/// <param name="Symbol">Its symbol, where it has one.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="OpenNotional">What is at stake, in the account's currency; null when nobody can say.</param>
/// <param name="What">In one sentence.</param>
/// <param name="NextActs">What may safely be done next, the first thing first.</param>
public sealed record WorkItem(WorkKind Kind, string Subject, string? Symbol, DateTimeOffset Since, decimal? OpenNotional, string What, IReadOnlyList<NextAct> NextActs)
{
    /// <summary>How many seconds it has waited, for whoever asks.</summary>
    public long AgeS { get; init; }

    /// <summary>Of an alert, its code; of a held order, the code that holds it.</summary>
    public string? Code { get; init; }

    /// <summary>Of a break, what the venue has.</summary>
    public string? Theirs { get; init; }

    /// <summary>Of an alert about an order, which.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>Of an alert, where it is written what to do and what not: a path in this repository.</summary>
    public string? Runbook { get; init; }
}

/// <summary>What may safely be done.</summary>
/// <param name="Does">What it does, in a few words.</param>
/// <param name="Command">The command, word for word; an ellipsis is where the reason goes.</param>
/// <param name="Act">What kind of act it is.</param>
public sealed record NextAct(string Does, string Command, WorkAct Act);

/// <summary>The order in which a person should look at things.</summary>
public static class Worklist
{
    /// <summary>
    /// Oldest and costliest first: each thing has a place by its age and one by its notional, and what has the smallest sum of both comes first;
    /// of equals the older, then the one whose id comes first.
    /// </summary>
    public static IReadOnlyList<WorkItem> Sorted(IReadOnlyCollection<WorkItem> items, DateTimeOffset now)
    {
        var byAge = Places(items, item => item.Since.UtcTicks);
        var byCost = Places(items, item => -(item.OpenNotional ?? 0));
        return
        [
            .. items.OrderBy(item => byAge[item] + byCost[item]).ThenBy(item => item.Since).ThenBy(item => item.Subject, StringComparer.Ordinal)
                .Select(item => item with { AgeS = Math.Max(0, (long)(now - item.Since).TotalSeconds) }),
        ];
    }

    // Equals share a place.
    private static Dictionary<WorkItem, int> Places<T>(IReadOnlyCollection<WorkItem> items, Func<WorkItem, T> by)
    {
        var places = new Dictionary<WorkItem, int>(ReferenceEqualityComparer.Instance);
        foreach (var (group, place) in items.GroupBy(by).OrderBy(group => group.Key).Select((group, place) => (group, place)))
        {
            foreach (var item in group)
            {
                places[item] = place;
            }
        }

        return places;
    }
}
