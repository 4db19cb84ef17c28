using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>How often the venue is asked about what moves with the markets of some symbols.</summary>
internal static class SymbolPaces
{
    /// <summary>The symbols, each with its pause. What is due about orders is looked up only where some market is closed.</summary>
    public static List<(string Symbol, TimeSpan Pause)> Of(
        StoreSession session, IVenueReports venue, IEnumerable<string> symbols, SessionCalendars hours, TimeSpan interval, DateTimeOffset now)
    {
        var all = symbols.Select(symbol => (Symbol: symbol, MayTrade: MarketPace.MayTrade(hours.For(symbol), now))).ToList();
        IReadOnlySet<string> due = all.TrueForAll(entry => entry.MayTrade) ? new HashSet<string>() : OrderTable.SymbolsDueBy(session, venue.Venue, venue.Account, now + MarketPace.Ahead);
        return all.ConvertAll(entry => (entry.Symbol, MarketPace.Of(entry.MayTrade, due.Contains(entry.Symbol), interval)));
    }
}
