using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Leases;
using Pipeline.Store.Steps;

namespace Pipeline.Operator.Audit;

/// <summary>
/// Seals what was committed to the journal, exports the chain's head and looks at what was sealed again. One process at a time does it,
/// by a lease; two that both believe they have it can't fork the chain, since a seal is written only after the one it was made for.
/// </summary>
public sealed class AuditDuty(
    IStore store, LeaseHolder leases, IOptions<AuditOptions> options, TimeProvider clock, Duties duties, ILogger<AuditDuty> logger, HeadExport? export = null) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly ChainCheck check = new(store, clock);
    private readonly ChainWatch watch = new(store, options.Value.LagLimit, TimeProvider.System, clock);

    // On the machine's clock: it is about what lies in the store, not about a market.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = leases.Hold("audit", stoppingToken);
        await Task.WhenAll(
            RepeatAsync("sealing", options.Value.SealInterval, lease, SealAsync, stoppingToken),
            export is null ? Task.CompletedTask : RepeatAsync("the export", options.Value.ExportInterval, lease, export.ExportAsync, stoppingToken),
            options.Value.CheckPerSecond == 0 ? Task.CompletedTask : RepeatAsync(
                "looking again", CheckInterval, lease, stop => check.LookAsync(options.Value.CheckPerSecond, stop), stoppingToken),
            RepeatAsync("the watch", CheckInterval, null, watch.LookAsync, stoppingToken)).ConfigureAwait(false);
    }

    private async Task SealAsync(CancellationToken stoppingToken)
    {
        while (await Sealing.SealAsync(store, TimeProvider.System, stoppingToken).ConfigureAwait(false) == Sealing.LargestSeal)
        {
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task RepeatAsync(string what, TimeSpan interval, Lease? lease, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        var duty = duties.Begin(Stages.Operator, interval);
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        do
        {
            try
            {
                if (lease is not { IsHeld: false })
                {
                    await work(stoppingToken).ConfigureAwait(false);
                }

                if (lease is not { IsKnown: false })
                {
                    duty.Beat();
                }
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Of the audit {What} waits for the store: {Error}", what, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Of the audit {What} failed and is tried again", what);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
