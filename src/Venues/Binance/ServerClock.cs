namespace Pipeline.Venues.Binance;

/// <summary>
/// Binance's clock. A signed request bears its time, and Binance refuses one that is too old or from the future, so that the difference to ours
/// is measured: before the first request, every so often, and when a request was refused for its time.
/// </summary>
/// <param name="ask">Asks for the time.</param>
/// <param name="interval">How long a measured difference is used.</param>
/// <param name="offset">Where it is kept.</param>
/// <param name="clock">Ours.</param>
internal sealed class ServerClock(Func<CancellationToken, Task<VenueAnswer<DateTimeOffset>>> ask, TimeSpan interval, ServerOffset offset, TimeProvider clock)
{
    /// <summary>What Binance's clock says now.</summary>
    public async Task<VenueAnswer<DateTimeOffset>> NowAsync(CancellationToken cancellationToken)
    {
        if (offset.Last is { } known && clock.GetElapsedTime(known.Timestamp) < interval)
        {
            return new VenueAnswer<DateTimeOffset>.Stated(clock.GetUtcNow() + known.Offset);
        }

        var answer = await AskAsync(cancellationToken).ConfigureAwait(false);
        return answer is VenueAnswer<DateTimeOffset>.Stated && offset.Last is { } found
            ? new VenueAnswer<DateTimeOffset>.Stated(clock.GetUtcNow() + found.Offset)
            : answer;
    }

    /// <summary>Asks Binance for its time, and measures the difference by it.</summary>
    public async Task<VenueAnswer<DateTimeOffset>> AskAsync(CancellationToken cancellationToken)
    {
        var (sent, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var answer = await ask(cancellationToken).ConfigureAwait(false);
        if (answer is VenueAnswer<DateTimeOffset>.Stated { Value: var theirs })
        {
            // It was told at some time between question and answer: in the middle, for all that is known.
            offset.Set(theirs - (sent + (clock.GetElapsedTime(timestamp) / 2)), clock.GetTimestamp());
        }

        return answer;
    }

    /// <summary>A request was refused for its time: the difference is measured anew before the next one.</summary>
    public void Doubt()
    {
        Metrics.CountTimestampRefused();
        offset.Doubt();
    }
}
