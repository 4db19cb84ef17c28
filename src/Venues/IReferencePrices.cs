using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>
/// The market's prices, for the rules to measure an order against: quotes, and never a last trade (<see cref="IVenueReports.LastTrades"/>), which can be old where nobody quotes.
/// </summary>
public interface IReferencePrices
{
    /// <summary>The newest quote at or before <paramref name="now"/>, or null where there is none. Its age is the caller's to judge.</summary>
    Quote? Latest(string symbol, DateTimeOffset now);
}
