using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Bus.FollowUps;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Steps;

namespace Pipeline.Operator.DeadLetters;

/// <summary>Has replays done, by one process at a time: a lease says which.</summary>
public sealed class ReplayDuty(IStore store, ReplayWorker worker, FollowUpDispatcher dispatcher, BusGate gate, LeaseHolder leases, ILogger<ReplayDuty> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>As long as there is nothing to replay: another process may have recorded an act.</summary>
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken).ConfigureAwait(false);
        await using var lease = leases.Hold("dead-letter-replays", stoppingToken);
        using var timer = new PeriodicTimer(IdleInterval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!lease.IsHeld)
            {
                continue;
            }

            try
            {
                var told = await worker.WorkAsync(stoppingToken).ConfigureAwait(false);
                await dispatcher.PublishAsync(Stages.Operator, told, stoppingToken).ConfigureAwait(false);
                timer.Period = worker.IsIdle ? IdleInterval : Interval;
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Replays wait for the store {Store}: {Error}", store.GetType().Name, e.Message);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // What is to be replayed stands in the store: a process that ended over it would begin with it, too.
                logger.LogError(e, "Replays failed unexpectedly and go on");
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
            }
        }
    }
}
