using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Venues;
using Microsoft.Extensions.Options;

namespace Pipeline.Reconciliation;

/// <summary>
/// Follows the symbols that have a price band: whether the best quote stands at it, since when, and the pause that follows by rule. What it
/// finds is where the session check and the last gate read it, and in the journal.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="venue">The venue.</param>
/// <param name="prices">The market, where this process may ask it; null reads the quotes that it keeps in the store.</param>
/// <param name="options">How old a band and a quote may be.</param>
/// <param name="clock">The time.</param>
public sealed class LimitStates(IStore store, IVenueReports venue, IReferencePrices? prices, IOptions<SessionOptions> options, TimeProvider clock)
{
    private static readonly Teller Teller = new(Stages.Reconciliation);

    /// <summary>Looks at the quote of every symbol that has a band.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (store.Read(session => Changes(session, now)).Count > 0)
        {
            await store.WriteAsync(
                Turn.Of("market"),
                session => Changes(session, now).ForEach(change => MarketFacts.Look(session, venue.Venue, change.Band, change.Before, change.After, Teller, now)),
                cancellationToken).ConfigureAwait(false);
        }
    }

    // A band or a quote that is old says nothing new, and a state that nobody can follow ends by rule alone.
    private List<(PriceBand Band, LimitState? Before, LimitState? After)> Changes(StoreSession session, DateTimeOffset now)
    {
        var changes = new List<(PriceBand Band, LimitState? Before, LimitState? After)>();
        foreach (var (band, before) in PriceBandTable.All(session, venue.Venue))
        {
            var quote = prices is null ? QuoteTable.Latest(session, venue.Venue, band.Symbol) : prices.Latest(band.Symbol, now);
            var after = quote is not null && IsFresh(quote.At, now) && band.IsInForce(options.Value.OldestStatus, now) ? LimitUpLimitDown.After(band, before, quote, now)
                : now >= before?.ResumesAt ? null
                : before;
            if (after != before)
            {
                changes.Add((band, before, after));
            }
        }

        return changes;
    }

    private bool IsFresh(DateTimeOffset at, DateTimeOffset now) => (now - at).Duration() <= options.Value.OldestStatus;
}
