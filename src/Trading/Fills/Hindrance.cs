namespace Pipeline.Trading.Fills;

/// <summary>Why what replaces an order could not be sent now.</summary>
/// <param name="Why">For people.</param>
/// <param name="LookAgain">How soon it may be over.</param>
public sealed record Hindrance(string Why, TimeSpan LookAgain);
