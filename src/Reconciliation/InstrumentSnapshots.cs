using Pipeline.Messages.Capabilities;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Fetches what the venue asks of the orders in the symbols that have an open one and that validation has asked for, and keeps it where validation
/// reads it: at once when a symbol is new, and every hour.
/// </summary>
internal sealed class InstrumentSnapshots(IStore store, IVenueReports venue)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Some venues answer one symbol a call: what is known is kept before the next ones are asked for.</summary>
    private const int SymbolsAtOnce = 20;

    private readonly Dictionary<string, DateTimeOffset> nextAt = [];

    /// <summary>Fetches what is due; usually nothing is.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(IReadOnlyList<string> symbols, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = store.Read(session => InstrumentTable.Asked(session, venue.Venue)).Intersect(symbols)
            .Where(symbol => now >= nextAt.GetValueOrDefault(symbol, DateTimeOffset.MinValue));
        foreach (var some in due.Chunk(SymbolsAtOnce))
        {
            var rules = (await venue.InstrumentsAsync(some, cancellationToken).ConfigureAwait(false)).Require("No rules of instruments");
            if (rules.Count > 0)
            {
                await store.WriteAsync(Turn.Of("instruments"), session => InstrumentTable.Save(session, venue.Venue, rules), cancellationToken).ConfigureAwait(false);
            }

            Array.ForEach(some, symbol => nextAt[symbol] = now + Interval);
        }
    }
}
