using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Fetches the quotes of the symbols that have an open order and keeps them where validation reads them, with their time: every
/// so often, and at once when a symbol is new; and with them what the venue asks of the orders in each symbol. The venue's own wish to be left alone is respected.
/// </summary>
public sealed class QuoteSnapshots(IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, TimeProvider clock, VenueCapabilities? capabilities = null,
    ILogger<QuoteSnapshots>? logger = null)
{
    private readonly SteadyClock steady = new(clock);
    private readonly InstrumentSnapshots instruments = new(store, venue, capabilities, logger);
    private readonly SymbolQuestion<Quote> question = new(venue.LatestQuotesAsync);
    private IReadOnlyList<string> fetched = [];
    private DateTimeOffset nextFetch;
    private DateTimeOffset notBefore;

    /// <summary>The symbols that the venue quotes to nobody who asks, with its reason: it refuses the question.</summary>
    public IReadOnlyDictionary<string, string> Refused => question.Refused;

    /// <summary>Fetches what is due; usually nothing is.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(CancellationToken cancellationToken)
    {
        var now = steady.GetUtcNow();
        var wanted = store.Read(session => OrderTable.OpenSymbols(session, venue.Venue, venue.Account));
        if (wanted.Count == 0 || now < notBefore)
        {
            return;
        }

        if (now >= nextFetch || wanted.Except(fetched).Any())
        {
            await FetchAsync(wanted, now, cancellationToken).ConfigureAwait(false);
        }

        // Last: no quote waits for an answer about one symbol that can't be read.
        await instruments.TakeDueAsync(wanted, now, cancellationToken).ConfigureAwait(false);
    }

    private void Save(StoreSession session, IReadOnlyList<Quote> quotes)
    {
        QuoteTable.Save(session, venue.Venue, quotes);
        QuoteTable.NoteAnswer(session, venue.Venue, clock.GetUtcNow());
    }

    private async Task FetchAsync(IReadOnlyList<string> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (fetched, nextFetch) = (wanted, now + options.Value.QuoteInterval);
        var before = question.Refused;
        var (quotes, failed) = await question.AskAsync(wanted, now, cancellationToken).ConfigureAwait(false);
        TellOfRefused(before);
        if (failed is null || quotes.Count > 0)
        {
            await store.WriteAsync(Turn.Of("quotes"), session => Save(session, quotes), cancellationToken).ConfigureAwait(false);
        }

        if (failed is not null)
        {
            notBefore = now + VenuePauses.InARow(failed.RetryAfter ?? options.Value.QuoteInterval);
            throw new VenueUnavailableException($"No quotes: {failed.Reason}");
        }
    }

    private void TellOfRefused(IReadOnlyDictionary<string, string> before)
    {
        foreach (var (symbol, reason) in question.Refused.Where(entry => !before.ContainsKey(entry.Key)))
        {
            logger?.LogWarning("{Venue} refuses to quote {Symbol}: {Reason}; it is asked again from time to time, and orders in it are denied meanwhile", venue.Venue, symbol, reason);
        }
    }
}
