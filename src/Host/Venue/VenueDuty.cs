using Pipeline.Store;

namespace Pipeline.Host.Venue;

/// <summary>What a process that calls the venue tells the others of it, and hears about it. On the machine's clock, as leases are, since it is about processes.</summary>
internal sealed class VenueDuty(VenueViews views, PauseEnds ends, TimeProvider machine, ILogger<VenueDuty> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(async () =>
            {
                await ends.LookAsync(stoppingToken).ConfigureAwait(false);
                await views.SayAsync(stoppingToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
            await Task.Delay(LookEvery, machine, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await TryAsync(views.LeaveAsync).ConfigureAwait(false);
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("How this process sees the venue could not be said: {Error}", e.Message);
        }
        catch (OperationCanceledException)
        {
            logger.LogDebug("Stopped while something was being said of the venue");
        }
        catch (Exception e)
        {
            logger.LogError(e, "How this process sees the venue could not be said");
        }
    }
}
