using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The markets of all symbols, made as they are asked for.</summary>
internal sealed class Markets(IQuoteSource walk, SessionCalendars calendars)
{
    private readonly Dictionary<string, Market> bySymbol = new(StringComparer.Ordinal);

    /// <summary>Those that somebody has named.</summary>
    public IReadOnlyCollection<string> Symbols => bySymbol.Keys;

    public Market Of(string symbol)
    {
        if (!bySymbol.TryGetValue(symbol, out var market))
        {
            bySymbol.Add(symbol, market = new Market(symbol, walk, calendars));
        }

        return market;
    }
}
