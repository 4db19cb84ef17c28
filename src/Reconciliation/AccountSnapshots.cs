using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Fetches the account's state and keeps it where validation reads it, with its time.</summary>
public sealed class AccountSnapshots(IStore store, IVenueReports venue)
{
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var state = await venue.AccountAsync(cancellationToken).ConfigureAwait(false);
        await store.WriteAsync(
            Turn.Of($"statement/{venue.Account}"),
            session => VenueTables.SaveAccount(
                session, venue.Venue, venue.Account, new AccountRow { Cash = state.Cash, Equity = state.Equity, At = state.At }),
            cancellationToken).ConfigureAwait(false);
    }
}
