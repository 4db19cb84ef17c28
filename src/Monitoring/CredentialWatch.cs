using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Monitoring;

/// <summary>Calls a person when the venue refuses our credentials: within a second, and then once a minute as long as it does.</summary>
/// <param name="store">The store.</param>
/// <param name="venue">The venue.</param>
/// <param name="clock">The pipeline's time.</param>
/// <param name="logger">Told of what fails.</param>
public sealed class CredentialWatch(IStore store, string venue, TimeProvider clock, ILogger<CredentialWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private double known = VenueMeters.CredentialsRefusedOf(venue);
    private long? raisedAt;

    /// <summary>Raises the alert if there were refusals since the last.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var refused = VenueMeters.CredentialsRefusedOf(venue);
        if (refused <= known || (raisedAt is { } before && TimeProvider.System.GetElapsedTime(before) < Pause))
        {
            return;
        }

        await store.WriteAsync(
            Turn.Of("credentials"),
            session => JournalTable.RaiseAlert(session, Alert.VenueCredentialsRefused, venue, Stages.Monitoring, clock.GetUtcNow(), null, new { answers = refused - known }),
            cancellationToken).ConfigureAwait(false);
        (known, raisedAt) = (refused, TimeProvider.System.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("That {Venue} refuses our credentials waits for the store: {Error}", venue, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "That {Venue} refuses our credentials could not be told and is tried again", venue);
            }
        }
    }
}
