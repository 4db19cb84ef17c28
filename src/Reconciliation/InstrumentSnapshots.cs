using Pipeline.Messages.Capabilities;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Fetches what the venue asks of the orders in the symbols that have an open one, where it states that, and keeps it where validation reads it:
/// at once when a symbol is new, and every hour.
/// </summary>
internal sealed class InstrumentSnapshots(IStore store, IVenueReports venue)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private readonly Dictionary<string, DateTimeOffset> nextAt = [];

    /// <summary>Fetches what is due; usually nothing is.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(IReadOnlyList<string> symbols, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = symbols.Where(symbol => now >= nextAt.GetValueOrDefault(symbol, DateTimeOffset.MinValue)).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var rules = (await venue.InstrumentsAsync(due, cancellationToken).ConfigureAwait(false)).Require("No rules of instruments");
        if (rules.Count > 0)
        {
            await store.WriteAsync(Turn.Of("instruments"), session => InstrumentTable.Save(session, venue.Venue, rules), cancellationToken).ConfigureAwait(false);
        }

        due.ForEach(symbol => nextAt[symbol] = now + Interval);
    }
}
