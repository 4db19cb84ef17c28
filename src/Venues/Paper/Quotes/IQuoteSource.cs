using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// Where the paper venue's market comes from. Every answer depends on the arguments alone, so that asking
/// late, twice or from another process gives the same market. One symbol has at most one quote at an instant.
/// </summary>
public interface IQuoteSource
{
    /// <summary>The newest quote at or before <paramref name="now"/>, or null where there is none.</summary>
    Quote? Latest(string symbol, DateTimeOffset now);

    /// <summary>The quotes later than <paramref name="after"/> and not later than <paramref name="until"/>, oldest first.</summary>
    IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until);
}
