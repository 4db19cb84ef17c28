namespace Pipeline.Messages.Fix;

/// <summary>Between which prices a symbol may trade now: FIX LowLimitPrice (1148) and HighLimitPrice (1149), both inclusive.</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="LowLimitPrice">More than zero.</param>
/// <param name="HighLimitPrice">At least the low one.</param>
/// <param name="At">When it was said last, by our clock, UTC.</param>
/// <param name="Until">Until when it is in force without being said again; null where it has to be, since it changes all the time.</param>
public sealed record PriceBand(string Symbol, decimal LowLimitPrice, decimal HighLimitPrice, DateTimeOffset At, DateTimeOffset? Until = null)
{
    /// <summary>Whether it counts at an instant.</summary>
    /// <param name="oldest">How old a band may be that has to be said again.</param>
    /// <param name="now">The instant.</param>
    public bool IsInForce(TimeSpan oldest, DateTimeOffset now) => Until is { } until ? now < until : (now - At).Duration() <= oldest;
}
