using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Asks the venue whether the symbols with an open order trade and keeps the answers where the session check and the last gate read them:
/// every so often, and at once when a symbol is new. A change is journaled.
/// </summary>
public sealed class StatusSnapshots(IStore store, IVenueReports venue, IOptions<SessionOptions> options, TimeProvider clock)
{
    private readonly SteadyClock steady = new(clock);
    private readonly Dictionary<string, DateTimeOffset> nextAt = [];
    private DateTimeOffset notBefore;

    /// <summary>Asks about what is due; usually nothing is, and with <c>session.security_status</c> off nothing ever.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    public async Task TakeDueAsync(CancellationToken cancellationToken)
    {
        var now = steady.GetUtcNow();
        if (options.Value.SecurityStatus == SecurityStatusSource.Off || now < notBefore)
        {
            return;
        }

        foreach (var symbol in store.Read(session => OrderTable.OpenSymbols(session, venue.Venue, venue.Account)))
        {
            if (now >= nextAt.GetValueOrDefault(symbol, DateTimeOffset.MinValue))
            {
                await TakeAsync(symbol, now, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeAsync(string symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (await venue.SecurityStatusAsync(symbol, cancellationToken).ConfigureAwait(false))
        {
            case VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated { Value: var (status, text) }:
                nextAt[symbol] = now + options.Value.StatusInterval;
                await store.WriteAsync(session => Save(session, new SecurityStatus(symbol, status, clock.GetUtcNow(), text)), cancellationToken).ConfigureAwait(false);
                return;
            case VenueAnswer<(SecurityTradingStatus Status, string Text)>.Unavailable unavailable:
                notBefore = now + (unavailable.RetryAfter ?? TimeSpan.FromSeconds(1));
                throw new VenueUnavailableException($"No status of {symbol}: {unavailable.Reason}");
            case var other:
                throw new InvalidOperationException($"{other} is no answer");
        }
    }

    private void Save(StoreSession session, SecurityStatus status)
    {
        var before = SecurityStatusTable.Find(session, venue.Venue, status.Symbol)?.Status ?? SecurityTradingStatus.ReadyToTrade;
        SecurityStatusTable.Save(session, venue.Venue, status);
        if (before != status.Status)
        {
            JournalTable.Append(session, new JournalEntry(
                0, status.At, JournalKinds.SecurityStatusChanged, null, null, Stages.Reconciliation, null,
                Columns.Json(new { venue = venue.Venue, status.Symbol, before, status.Status, status.Text })));
        }
    }
}
