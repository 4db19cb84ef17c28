namespace Pipeline.Messages.Fix;

/// <summary>Between which prices a symbol may trade now: FIX LowLimitPrice (1148) and HighLimitPrice (1149), both inclusive.</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="LowLimitPrice">More than zero.</param>
/// <param name="HighLimitPrice">At least the low one.</param>
/// <param name="At">When it was said last, by our clock, UTC.</param>
public sealed record PriceBand(string Symbol, decimal LowLimitPrice, decimal HighLimitPrice, DateTimeOffset At);
