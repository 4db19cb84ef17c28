using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Notices;

/// <summary>
/// Tells OpenClaw what became of orders. One process at a time does it, by a lease. It reads the store and nothing waits for it: with
/// OpenClaw away, slow or hostile, orders go their way all the same, and notices gather until it is back.
/// </summary>
public sealed class NoticeDuty(
    IStore store, NoticeCollector collector, NoticeSender sender, LeaseHolder leases, Duties duties, ILogger<NoticeDuty> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // On the machine's clock: it is about two programs, not about a market.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = leases.Hold("notices", stoppingToken);
        var duty = duties.Begin(Stages.Notices, Interval);
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        do
        {
            try
            {
                Metrics.Observe(store.Read(NoticeTable.Count), TimeProvider.System.GetUtcNow());
                while (lease.IsHeld && (await collector.CollectAsync(stoppingToken).ConfigureAwait(false) | await sender.SendAsync(stoppingToken, GoesOn).ConfigureAwait(false)))
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }

                if (lease.IsKnown)
                {
                    duty.Beat();
                }
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Notices wait for the store: {Error}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Giving notices failed and goes on");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));

        // A receiver that is slow takes long over a hundred notices.
        bool GoesOn()
        {
            duty.Beat();
            return lease.IsHeld;
        }
    }
}
