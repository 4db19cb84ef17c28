namespace Pipeline.Venues.Kit;

/// <summary>What a look at a venue's lists found.</summary>
/// <param name="News">Oldest first.</param>
/// <param name="Next">Where the next look begins.</param>
public sealed record History(IReadOnlyList<VenueNews> News, Look Next);
