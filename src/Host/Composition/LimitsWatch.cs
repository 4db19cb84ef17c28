using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Trading.Rules;

namespace Pipeline.Host.Composition;

/// <summary>Looks at the limits file again and again, so that a changed one is in force without a restart.</summary>
internal sealed class LimitsWatch(LimitsInForce limits, IOptions<ValidationOptions> options, TimeProvider clock, ILogger<LimitsWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On the real time also where the pipeline runs on a rehearsal clock: the file is changed by people.
        using var timer = new PeriodicTimer(options.Value.LimitsInterval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await limits.LookAsync(clock.GetUtcNow(), stoppingToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning(e, "The limits file was not looked at; it is in {Interval}", options.Value.LimitsInterval);
            }
        }
    }
}
