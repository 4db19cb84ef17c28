using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Fetches the quotes of the symbols that have an open order and keeps them where validation reads them, with their time: every
/// so often, seldom while the market is closed and none of these orders waits for a check, and at once when a symbol is new; and with them what the venue asks of
/// the orders in each symbol. The venue's own wish to be left alone is respected.
/// </summary>
public sealed class QuoteSnapshots(IStore store, IVenueReports venue, LiveCalendars calendars, IOptions<ReconciliationOptions> options, TimeProvider clock, VenueCapabilities? capabilities = null,
    ILogger<QuoteSnapshots>? logger = null)
{
    private readonly SteadyClock steady = new(clock);
    private readonly InstrumentSnapshots instruments = new(store, venue, capabilities, logger);
    private readonly SymbolQuestion<Quote> question = new(venue.LatestQuotesAsync);
    private Dictionary<string, DateTimeOffset> askedAt = [];
    private DateTimeOffset nextFetch;
    private DateTimeOffset notBefore;

    /// <summary>The symbols that the venue quotes to nobody who asks, with its reason: it refuses the question.</summary>
    public IReadOnlyDictionary<string, string> Refused => question.Refused;

    /// <summary>How long until something is due again, unless an order comes or is released before.</summary>
    public TimeSpan UntilNext
    {
        get
        {
            var (now, next) = (steady.GetUtcNow(), nextFetch > notBefore ? nextFetch : notBefore);
            return next > now ? next - now : TimeSpan.Zero;
        }
    }

    /// <summary>Fetches what is due; usually nothing is.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(CancellationToken cancellationToken)
    {
        var now = steady.GetUtcNow();
        var wanted = store.Read(session => Wanted(session, clock.GetUtcNow()));
        if (wanted.Count == 0 || now < notBefore)
        {
            return;
        }

        nextFetch = wanted.Min(entry => DueAt(entry.Symbol, entry.Pause));
        if (now >= nextFetch)
        {
            await FetchAsync(wanted, now, cancellationToken).ConfigureAwait(false);
        }

        // Last: no quote waits for an answer about one symbol that can't be read.
        await instruments.TakeDueAsync([.. wanted.Select(entry => entry.Symbol)], now, cancellationToken).ConfigureAwait(false);
    }

    // The symbols with an open order, each with its pause. What is due about orders is looked up only where some market is closed.
    private List<(string Symbol, TimeSpan Pause)> Wanted(StoreSession session, DateTimeOffset now)
    {
        var hours = calendars.Now;
        var open = OrderTable.OpenSymbols(session, venue.Venue, venue.Account).Select(symbol => (Symbol: symbol, MayTrade: QuotePace.MayTrade(hours.For(symbol), now))).ToList();
        IReadOnlySet<string> due = open.TrueForAll(entry => entry.MayTrade) ? new HashSet<string>() : OrderTable.SymbolsDueBy(session, venue.Venue, venue.Account, now + QuotePace.Ahead);
        return open.ConvertAll(entry => (entry.Symbol, QuotePace.Of(entry.MayTrade, due.Contains(entry.Symbol), options.Value.QuoteInterval)));
    }

    private DateTimeOffset DueAt(string symbol, TimeSpan pause) => askedAt.TryGetValue(symbol, out var at) ? at + pause : DateTimeOffset.MinValue;

    private void Save(StoreSession session, IReadOnlyList<Quote> quotes)
    {
        QuoteTable.Save(session, venue.Venue, quotes);
        QuoteTable.NoteAnswer(session, venue.Venue, clock.GetUtcNow());
    }

    // Whoever is asked about often is asked about along with what is due.
    private async Task FetchAsync(List<(string Symbol, TimeSpan Pause)> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = wanted.Where(entry => entry.Pause <= options.Value.QuoteInterval || now >= DueAt(entry.Symbol, entry.Pause)).Select(entry => entry.Symbol).ToList();
        askedAt = wanted.ToDictionary(entry => entry.Symbol, entry => asked.Contains(entry.Symbol) ? now : askedAt[entry.Symbol]);
        nextFetch = wanted.Min(entry => DueAt(entry.Symbol, entry.Pause));
        var before = question.Refused;
        var (quotes, failed) = await question.AskAsync(asked, now, cancellationToken, [.. askedAt.Keys]).ConfigureAwait(false);
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
