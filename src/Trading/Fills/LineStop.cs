namespace Pipeline.Trading.Fills;

/// <summary>Why nothing more is sent for a line.</summary>
/// <param name="Code">What its orders are denied with, <see cref="Line.Stopped"/> or <see cref="Line.Canceled"/>.</param>
/// <param name="Why">For people.</param>
/// <param name="At">Since when.</param>
public sealed record LineStop(string Code, string Why, DateTimeOffset At);
