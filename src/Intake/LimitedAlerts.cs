using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Intake;

/// <summary>Tells once a minute how many conflicts and refused intents were only counted, when none has come since that would have told it.</summary>
public sealed class LimitedAlerts(IStore store, TimeProvider clock, ILogger<LimitedAlerts> logger) : BackgroundService
{
    private static readonly IReadOnlyList<Alert> All = [Alert.IntentConflict, Alert.WebhookIdReused, Alert.DeadLetter];

    // On the machine's clock: it is about how often a person is told, not about a market.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LimitedAlertTable.Window, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await TellAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("How many conflicts and refused intents were counted could not be told and is tried again: {Error}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "How many conflicts and refused intents were counted could not be told and is tried again");
            }
        }
    }

    /// <summary>Tells what is left of minutes that are over.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        if (store.Read(LimitedAlertTable.IsAnyUntold))
        {
            await store.WriteAsync(
                session =>
                {
                    foreach (var alert in All)
                    {
                        LimitedAlertTable.TellRest(session, alert, Stages.Intake, clock.GetUtcNow());
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
