using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Steps;

namespace Pipeline.Monitoring;

/// <summary>
/// Watches the journal, in one process at a time by a lease, and what the store has, in every process that hosts it. On the machine's clock: it
/// is about programs, not about a market.
/// </summary>
public sealed class MonitoringDuty(JournalWatch journal, StoreWatch figures, LeaseHolder leases, Duties duties, ILogger<MonitoringDuty> logger) : BackgroundService
{
    private static readonly TimeSpan JournalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FiguresInterval = TimeSpan.FromSeconds(2);

    /// <summary>So many times as long as a look has taken nobody looks again: to count a million open orders takes a second, in which the store's log can't begin anew.</summary>
    private const int FiguresRest = 20;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = leases.Hold("monitoring", stoppingToken);
        await Task.WhenAll(
            RepeatAsync("the journal", JournalInterval, rest: 0, lease, () => lease.IsHeld ? journal.LookAsync(stoppingToken) : Task.FromResult(false), stoppingToken),
            RepeatAsync(
                "the store", FiguresInterval, FiguresRest, lease, () =>
                {
                    figures.Look();
                    return Task.FromResult(false);
                },
                stoppingToken)).ConfigureAwait(false);
    }

    private async Task RepeatAsync(string what, TimeSpan interval, int rest, Lease lease, Func<Task<bool>> look, CancellationToken stoppingToken)
    {
        var duty = duties.Begin(Stages.Operator, PauseAfter(LongestRest, interval, rest));
        while (!stoppingToken.IsCancellationRequested)
        {
            var (began, pause) = (TimeProvider.System.GetTimestamp(), interval);
            try
            {
                while (await look().ConfigureAwait(false))
                {
                    duty.Beat();
                    stoppingToken.ThrowIfCancellationRequested();
                }

                // A store that is full is read and not written: whose the lease is nobody knows, and who does not have it is not well for that.
                if (lease.IsKnown)
                {
                    duty.Beat();
                }

                pause = PauseAfter(TimeProvider.System.GetElapsedTime(began), interval, rest);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Watching {What} waits for the store: {Error}", what, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Watching {What} failed and goes on", what);
            }

            await Task.Delay(pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long nobody looks after a look that has taken so long.</summary>
    internal static TimeSpan PauseAfter(TimeSpan took, TimeSpan interval, int rest)
    {
        var pause = took * rest < LongestRest ? took * rest : LongestRest;
        return pause > interval ? pause : interval;
    }
}
