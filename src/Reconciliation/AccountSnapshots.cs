using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Fetches the account's state and keeps it where validation reads it, with its time.</summary>
public sealed class AccountSnapshots(IStore store, IVenueReports venue, LiveCalendars calendars, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    private readonly SteadyClock steady = new(clock);
    private DateTimeOffset takenAt;

    /// <summary>
    /// Fetches it unless that can wait: what an account is worth stands still while the markets of everything that it holds, or has an open order in,
    /// are closed. Of one that has neither nobody knows what it will trade.
    /// </summary>
    public async Task TakeDueAsync(CancellationToken cancellationToken)
    {
        var paces = store.Read(session => SymbolPaces.Of(session, venue, Symbols(session), calendars.Now, options.Value.AccountInterval, clock.GetUtcNow()));
        if (paces.Count == 0 || steady.GetUtcNow() >= takenAt + paces.Min(entry => entry.Pause))
        {
            await TakeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches it now.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var asked = steady.GetUtcNow();
        var state = await venue.AccountAsync(cancellationToken).ConfigureAwait(false);
        await store.WriteAsync(
            Turn.Of($"statement/{venue.Account}"),
            session => VenueTables.SaveAccount(
                session, venue.Venue, venue.Account, new AccountRow { Cash = state.Cash, Equity = state.Equity, At = state.At }),
            cancellationToken).ConfigureAwait(false);
        takenAt = asked;
    }

    private IEnumerable<string> Symbols(StoreSession session) =>
        OrderTable.OpenSymbols(session, venue.Venue, venue.Account).Union(PositionTable.Held(session, venue.Account).Select(held => held.Symbol));
}
