namespace Pipeline.Venues.Paper;

/// <summary>Something that happens to an open order. A closed set.</summary>
/// <param name="Seq">The order's place in the order of acceptance.</param>
public abstract record MatchEvent(long Seq)
{
    /// <summary>It trades.</summary>
    public sealed record Filled(long Seq, decimal Qty, decimal Px) : MatchEvent(Seq);

    /// <summary>Its stop price is reached; it may trade from the same quote on.</summary>
    public sealed record Triggered(long Seq) : MatchEvent(Seq);

    /// <summary>What is left of it is canceled.</summary>
    public sealed record Canceled(long Seq, string Text) : MatchEvent(Seq);

    /// <summary>What is left of it is no longer good.</summary>
    public sealed record Expired(long Seq) : MatchEvent(Seq);
}
