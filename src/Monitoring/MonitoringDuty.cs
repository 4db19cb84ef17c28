using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Leases;

namespace Pipeline.Monitoring;

/// <summary>
/// Watches the journal, in one process at a time by a lease, and what the store has, in every process that hosts it. On the machine's clock: it
/// is about programs, not about a market.
/// </summary>
public sealed class MonitoringDuty(JournalWatch journal, StoreWatch figures, LeaseHolder leases, ILogger<MonitoringDuty> logger) : BackgroundService
{
    private static readonly TimeSpan JournalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FiguresInterval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = leases.Hold("monitoring", stoppingToken);
        await Task.WhenAll(
            RepeatAsync("the journal", JournalInterval, () => lease.IsHeld ? journal.LookAsync(stoppingToken) : Task.FromResult(false), stoppingToken),
            RepeatAsync(
                "the store", FiguresInterval, () =>
                {
                    figures.Look();
                    return Task.FromResult(false);
                },
                stoppingToken)).ConfigureAwait(false);
    }

    private async Task RepeatAsync(string what, TimeSpan interval, Func<Task<bool>> look, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        do
        {
            try
            {
                while (await look().ConfigureAwait(false))
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Watching {What} waits for the store: {Error}", what, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Watching {What} failed and goes on", what);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
