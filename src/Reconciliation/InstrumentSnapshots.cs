using Microsoft.Extensions.Logging;
using Pipeline.Messages.Capabilities;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Fetches what the venue asks of the orders in the symbols that have an open one, and keeps it where validation reads it: at once when a symbol is new, and
/// every hour. Where only some orders need it, of the symbols alone that validation has asked for.
/// </summary>
internal sealed class InstrumentSnapshots(IStore store, IVenueReports venue, VenueCapabilities? capabilities, ILogger? logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan MissingInterval = TimeSpan.FromMinutes(1);

    /// <summary>Some venues answer one symbol a call: what is known is kept before the next ones are asked for.</summary>
    private const int SymbolsAtOnce = 20;

    private readonly Dictionary<string, DateTimeOffset> nextAt = [];
    private readonly SymbolQuestion<InstrumentRules> question = new(venue.InstrumentsAsync);

    /// <summary>Fetches what is due; usually nothing is.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(IReadOnlyList<string> symbols, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = capabilities is { StatesInstruments: true } ? symbols : store.Read(session => InstrumentTable.Asked(session, venue.Venue)).Intersect(symbols);
        var due = wanted
            .Where(symbol => now >= nextAt.GetValueOrDefault(symbol, DateTimeOffset.MinValue));
        foreach (var some in due.Chunk(SymbolsAtOnce))
        {
            var (rules, failed) = await question.AskAsync(some, now, cancellationToken).ConfigureAwait(false);
            if (rules.Count > 0)
            {
                await store.WriteAsync(Turn.Of("instruments"), session => InstrumentTable.Save(session, venue.Venue, rules), cancellationToken).ConfigureAwait(false);
            }

            failed?.Require("No rules of instruments");
            TellOfMissing(some, rules);
            foreach (var symbol in some.Where(symbol => !question.Refused.ContainsKey(symbol)))
            {
                nextAt[symbol] = now + (rules.Any(told => told.Symbol == symbol) ? Interval : MissingInterval);
            }
        }
    }

    private void TellOfMissing(IReadOnlyCollection<string> asked, IReadOnlyList<InstrumentRules> told)
    {
        foreach (var symbol in asked.Except(told.Select(rules => rules.Symbol)))
        {
            logger?.LogWarning("{Venue} does not say in a way that can be read what it asks of orders in {Symbol}; where an order needs it, it is denied", venue.Venue, symbol);
        }
    }
}
