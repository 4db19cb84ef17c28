namespace Pipeline.Trading.Reconciliation;

/// <summary>
/// Decides what of a comparison's differences is a break, from the comparisons before. A difference becomes one when another
/// comparison, a grace time later, finds the same: until then something may be on its way. A break is over when a comparison no
/// longer finds it. An acceptance stands while every comparison finds what was accepted.
/// </summary>
public static class BreakWatch
{
    /// <param name="suspects">What the comparison before has left under suspicion, without what has been explained since.</param>
    /// <param name="look">This comparison.</param>
    /// <param name="known">Open breaks, those whose acceptance stands, and of what was found the orders of others that are settled.</param>
    /// <param name="now">The time that has passed, by a clock that nobody can set.</param>
    /// <param name="grace">How long a difference must last.</param>
    public static WatchResult Judge(
        IReadOnlyCollection<Suspect> suspects, Look look, IReadOnlyCollection<KnownBreak> known, TimeSpan now, TimeSpan grace)
    {
        var found = look.Differences.ToDictionary(difference => difference.Key);
        var open = known.Where(each => each.IsOpen).DistinctBy(each => each.Found.Key).ToDictionary(each => each.Found.Key);
        var before = suspects.ToDictionary(suspect => suspect.Difference.Key);
        var ended = known.Where(each => !each.IsOpen && HasEnded(each, look, found, before)).Select(each => each.Id).ToHashSet();
        var accepted = known.Where(each => !each.IsOpen && !ended.Contains(each.Id)).ToLookup(each => each.Found.Key);
        var (raised, left) = (new List<Difference>(), new List<Suspect>());
        foreach (var difference in look.Differences.Where(difference => !open.ContainsKey(difference.Key) && !accepted[difference.Key].Any(each => Stands(each, difference))))
        {
            var suspect = before.TryGetValue(difference.Key, out var earlier) && earlier.Difference.IsSameAs(difference) ? earlier : new Suspect(difference, now, look.AskedAt, look.AnsweredAt);
            if (now - suspect.Since >= grace)
            {
                raised.Add(difference);
            }
            else
            {
                left.Add(suspect);
            }
        }

        // What could not be looked at this time stays under suspicion, and an open break of it open.
        left.AddRange(suspects.Where(suspect => !found.ContainsKey(suspect.Difference.Key) && look.IsUncertain(suspect.Difference)));
        return new WatchResult(
            raised,
            [.. from one in open.Values where found.ContainsKey(one.Found.Key) select (one.Id, found[one.Found.Key])],
            [.. from one in open.Values
                where one.Found.Kind.IsCompared() && !found.ContainsKey(one.Found.Key) && !look.IsUncertain(one.Found)
                select one.Id],
            [.. ended],
            left);
    }

    // Another difference that one comparison finds may be a fill on its way: it counts when the next one has not explained it.
    private static bool HasEnded(
        KnownBreak accepted, Look look, Dictionary<(BreakKind, string), Difference> found, Dictionary<(BreakKind, string), Suspect> before) =>
        accepted.Found.Kind.IsCompared() && !look.IsUncertain(accepted.Found)
        && (!found.ContainsKey(accepted.Found.Key) || (before.TryGetValue(accepted.Found.Key, out var other) && !accepted.Found.IsSameAs(other.Difference)));

    // An external order that was accepted is known, whatever becomes of it.
    private static bool Stands(KnownBreak accepted, Difference difference) =>
        difference.Kind == BreakKind.ExternalOrder || accepted.Found.IsSameAs(difference);
}

/// <summary>What one comparison found.</summary>
/// <param name="Differences">Each about something else.</param>
/// <param name="Moving">Symbols of which nothing can be said.</param>
/// <param name="NotTold">Orders, by ClOrdId, of which nothing can be said.</param>
public sealed record Look(IReadOnlyList<Difference> Differences, IReadOnlySet<string> Moving, IReadOnlySet<string> NotTold)
{
    /// <summary>When the venue was asked for the account.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When it had answered.</summary>
    public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Whether nothing can be said of cash: something that moves it was booked meanwhile, a fill or a fee.</summary>
    public bool IsCashMoving { get; init; }

    /// <summary>Whether it says nothing about a matter, so that its silence proves nothing.</summary>
    public bool IsUncertain(Difference difference) => difference.Kind switch
    {
        BreakKind.CashDiffers => IsCashMoving,
        BreakKind.OrderStatusDiffers => NotTold.Contains(difference.Subject) || Moving.Contains(difference.Symbol!),
        _ when difference.Kind.IsOfPosition() => Moving.Contains(difference.Symbol!),
        _ => false,
    };
}

/// <summary>A difference that is not a break yet.</summary>
/// <param name="Difference">As it was found first.</param>
/// <param name="Since">When, as time that has passed.</param>
/// <param name="AskedAt">When the venue was asked for the account.</param>
/// <param name="AnsweredAt">When it had answered.</param>
public sealed record Suspect(Difference Difference, TimeSpan Since, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt);

/// <summary>A break that is open, or was accepted and stands.</summary>
public sealed record KnownBreak(long Id, Difference Found, bool IsOpen);

/// <summary>What a comparison makes of breaks.</summary>
/// <param name="Raised">New breaks.</param>
/// <param name="Seen">Open breaks that are still there, as they are now.</param>
/// <param name="Explained">Open breaks that are over.</param>
/// <param name="Ended">Accepted breaks that stand no longer.</param>
/// <param name="Suspects">What the next comparison must look at again.</param>
public sealed record WatchResult(
    IReadOnlyList<Difference> Raised, IReadOnlyList<(long Id, Difference Now)> Seen, IReadOnlyList<long> Explained, IReadOnlyList<long> Ended,
    IReadOnlyList<Suspect> Suspects);
