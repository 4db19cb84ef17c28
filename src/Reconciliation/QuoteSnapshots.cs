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
public sealed class QuoteSnapshots(IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, TimeProvider clock, VenueCapabilities? capabilities = null)
{
    private readonly SteadyClock steady = new(clock);
    private readonly InstrumentSnapshots instruments = new(store, venue, capabilities);
    private IReadOnlyList<string> fetched = [];
    private DateTimeOffset nextFetch;
    private DateTimeOffset notBefore;

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
        switch (await venue.LatestQuotesAsync(wanted, cancellationToken).ConfigureAwait(false))
        {
            case VenueAnswer<IReadOnlyList<Quote>>.Stated { Value: var quotes }:
                await store.WriteAsync(Turn.Of("quotes"), session => Save(session, quotes), cancellationToken).ConfigureAwait(false);
                return;
            case VenueAnswer<IReadOnlyList<Quote>>.Unavailable unavailable:
                notBefore = now + VenuePauses.InARow(unavailable.RetryAfter ?? options.Value.QuoteInterval);
                throw new VenueUnavailableException($"No quotes: {unavailable.Reason}");
            case var other:
                throw new InvalidOperationException($"{other} is no answer");
        }
    }
}
