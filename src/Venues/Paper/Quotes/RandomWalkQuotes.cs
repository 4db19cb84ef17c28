using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// A market made of numbers: a quote every second, a pure function of seed, symbol and second. Prices are
/// in cents and wander around a base price, never further than 0.7 % from it and typically 0.2 %; the spread
/// is 1 to 3 cents, the sizes are 100 to 2,000 in lots of 100. It trades around the clock.
/// </summary>
public sealed class RandomWalkQuotes(long seed) : IQuoteSource
{
    /// <inheritdoc/>
    public Quote? Latest(string symbol, DateTimeOffset now) => NewWalk(symbol).At(now.ToUnixTimeSeconds());

    /// <inheritdoc/>
    public IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until)
    {
        var walk = NewWalk(symbol);
        var last = until.ToUnixTimeSeconds();
        for (var second = after.ToUnixTimeSeconds() + 1; second <= last; second++)
        {
            yield return walk.At(second);
        }
    }

    private PriceWalk NewWalk(string symbol) => new(symbol, StableHash.Mix(unchecked((ulong)seed)) ^ StableHash.Of(symbol));
}
