using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Keeps what the venue says of halts and price bands where the session check and the last gate read it: what it tells by itself, and its
/// answer to whether the symbols with an open order trade, where that is asked for, every so often and at once when a symbol is new. A change
/// is journaled.
/// </summary>
public sealed class StatusSnapshots(IStore store, IVenueReports venue, IOptions<SessionOptions> options, TimeProvider clock)
{
    private static readonly Teller Teller = new(Stages.Reconciliation);
    private readonly SteadyClock steady = new(clock);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, DateTimeOffset> nextAt = [];
    private readonly Dictionary<string, TimeSpan> pauses = [];
    private readonly Dictionary<string, (object Said, DateTimeOffset At)> saved = [];
    private DateTimeOffset notBefore;
    private long term;

    /// <summary>Writes down what is told, and asks about what is due; usually neither is.</summary>
    /// <param name="term">Counts the times that this process has come to follow the account: what it has said before then somebody else may have said otherwise since.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="VenueUnavailableException">
    /// The venue does not answer; the same call may work later. Or it has not said how some symbol stands, which is asked again after a pause; the others were asked.
    /// </exception>
    public async Task TakeDueAsync(long term, CancellationToken cancellationToken)
    {
        if (this.term != term)
        {
            saved.Clear();
            nextAt.Clear();
            this.term = term;
        }

        var now = steady.GetUtcNow();
        var symbols = store.Read(session => OrderTable.OpenSymbols(session, venue.Venue, venue.Account));
        await SaveNewsAsync(venue.MarketNews(symbols), cancellationToken).ConfigureAwait(false);
        if (options.Value.SecurityStatus == SecurityStatusSource.Off || now < notBefore)
        {
            return;
        }

        var untold = new List<string>();
        foreach (var symbol in symbols.Where(symbol => now >= nextAt.GetValueOrDefault(symbol, DateTimeOffset.MinValue)))
        {
            if (await TakeAsync(symbol, now, cancellationToken).ConfigureAwait(false) is { } why)
            {
                untold.Add(why);
            }
        }

        if (untold.Count > 0)
        {
            throw new VenueUnavailableException(string.Join("; ", untold));
        }
    }

    // What has not changed is written again when it grows old.
    private async Task SaveNewsAsync(MarketNews news, CancellationToken cancellationToken)
    {
        var symbols = news.Symbols.Where(status => IsNews($"status {status.Symbol}", status with { At = default }, status.At)).ToList();
        var bands = news.Bands.Where(band => IsNews($"band {band.Symbol}", band with { At = default }, band.At)).ToList();
        var markets = news.Markets.Where(market => IsNews($"market {market.Market}", market with { At = default }, market.At)).ToList();
        if (symbols.Count + bands.Count + markets.Count == 0)
        {
            return;
        }

        await store.WriteAsync(
            Turn.Of("market"),
            session =>
            {
                symbols.ForEach(status => MarketFacts.Say(session, venue.Venue, StatusSource.Venue, status, Teller));
                bands.ForEach(band => PriceBandTable.Save(session, venue.Venue, band));
                markets.ForEach(market => MarketFacts.Say(session, StatusSource.Venue, market, Teller));
            },
            cancellationToken).ConfigureAwait(false);
        symbols.ForEach(status => saved[$"status {status.Symbol}"] = (status with { At = default }, status.At));
        bands.ForEach(band => saved[$"band {band.Symbol}"] = (band with { At = default }, band.At));
        markets.ForEach(market => saved[$"market {market.Market}"] = (market with { At = default }, market.At));
    }

    private bool IsNews(string of, object said, DateTimeOffset at) =>
        !saved.TryGetValue(of, out var before) || !said.Equals(before.Said) || at - before.At >= options.Value.StatusInterval;

    // Null when it is told; else why not, where that is of this symbol alone.
    private async Task<string?> TakeAsync(string symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (await venue.SecurityStatusAsync(symbol, cancellationToken).ConfigureAwait(false))
        {
            case VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated { Value: var (status, text) }:
                nextAt[symbol] = now + options.Value.StatusInterval;
                pauses.Remove(symbol);
                await store.WriteAsync(
                    Turn.Of("market"),
                    session => MarketFacts.Say(session, venue.Venue, StatusSource.Venue, new SecurityStatus(symbol, status, clock.GetUtcNow(), text), Teller), cancellationToken).ConfigureAwait(false);
                return null;
            case VenueAnswer<(SecurityTradingStatus Status, string Text)>.Unavailable { Fault: VenueFault.Refused or VenueFault.Unreadable } alone:
                var pause = pauses.TryGetValue(symbol, out var before) ? before * 2 : FirstPause;
                pauses[symbol] = pause < LongestPause ? pause : LongestPause;
                nextAt[symbol] = now + pauses[symbol];
                return $"No status of {symbol}: {alone.Reason}";
            case VenueAnswer<(SecurityTradingStatus Status, string Text)>.Unavailable unavailable:
                notBefore = now + VenuePauses.InARow(unavailable.RetryAfter ?? TimeSpan.FromSeconds(1));
                throw new VenueUnavailableException($"No status of {symbol}: {unavailable.Reason}");
            case var other:
                throw new InvalidOperationException($"{other} is no answer");
        }
    }
}
