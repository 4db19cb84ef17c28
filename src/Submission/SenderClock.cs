using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Trading.Halts;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>
/// The clock of a process that sends, against the venue's: before a grant, when the last comparison is older than
/// <c>halts.clock_interval</c>. Reconciliation compares its own clock, which may be another machine's.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="venue">The venue.</param>
/// <param name="options">How far it may be off; 0 compares nothing.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class SenderClock(IStore store, IVenueTime venue, IOptions<HaltOptions> options, TimeProvider clock, ILogger<SenderClock> logger)
{
    private readonly Lock gate = new();
    private long? comparedAt;

    /// <summary>How far this process's clock was ahead of the venue's at the last comparison; null before one.</summary>
    public TimeSpan? ClockOffset { get; private set; }

    /// <summary>Whether it need not be compared before a grant now.</summary>
    public bool IsFresh
    {
        get
        {
            lock (gate)
            {
                return IsCompared;
            }
        }
    }

    private bool IsCompared => options.Value.MaxClockOffset == TimeSpan.Zero || (comparedAt is { } at && clock.GetElapsedTime(at) < options.Value.ClockInterval);

    /// <summary>
    /// Compares, when it is due. A clock that is too far off halts all, so that the grant that follows denies. Before the first comparison every
    /// order makes its own; later one of them does, and the others need not wait for it.
    /// </summary>
    public Task FreshenAsync(CancellationToken cancellationToken) => IsDue() ? CompareOnceAsync(cancellationToken) : Task.CompletedTask;

    private bool IsDue()
    {
        lock (gate)
        {
            if (IsCompared)
            {
                return false;
            }

            comparedAt = comparedAt is null ? null : clock.GetTimestamp();
            return true;
        }
    }

    private async Task CompareOnceAsync(CancellationToken cancellationToken)
    {
        await CompareAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
        {
            comparedAt = clock.GetTimestamp();
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        try
        {
            if (await venue.TimeAsync(cancellationToken).ConfigureAwait(false) is not { } told)
            {
                return;
            }

            var now = clock.GetUtcNow();
            ClockOffset = Trading.Halts.ClockOffset.Of(asked, now, told);
            if (Trips.OfClock(ClockOffset.Value, "venue, of a sender", options.Value) is { } trip)
            {
                await store.WriteAsync(session => Halting.Trip(session, trip, Stages.Submission, now), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (VenueUnavailableException e)
        {
            // A venue that does not say its time may take an order all the same; reconciliation and the journal still watch the clock.
            logger.LogWarning("The clock could not be compared with the venue's before an order was sent: {Error}", e.Message);
        }
    }
}
