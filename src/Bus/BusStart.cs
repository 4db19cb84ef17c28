using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Bus.Watch;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Bus;

/// <summary>
/// Opens the gate for publishing once every queue stands and this process's bus has started. On the in-memory transport,
/// whose queues died with the last process, it first marks as unsent what open orders may not have been told.
/// </summary>
internal sealed class BusStart(
    IBusControl bus, BusGate gate, BrokerNodes nodes, IStore store, IOptions<BusOptions> options, TimeProvider clock, ILogger<BusStart> logger,
    MemoryQueues? queues = null) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        queues?.Watch(bus);
        await RetryAsync(PrepareAsync, stoppingToken).ConfigureAwait(false);
        gate.QueuesStand();
        while (bus.CheckHealth().Status != BusHealthStatus.Healthy)
        {
            await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }

        gate.Open();
        logger.LogInformation("The bus has started over {Transport}", options.Value.Transport);
    }

    private async Task PrepareAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IsRabbitMq)
        {
            foreach (var difference in await BrokerSetup.EnsureAsync(options.Value, nodes, stoppingToken).ConfigureAwait(false))
            {
                logger.LogWarning("Something on the broker is other than it should be, and is used as it is: {Difference}", difference);
            }

            return;
        }

        var count = await store.WriteAsync(
            session =>
            {
                DeadLetterTable.SendAgain(session);
                return FollowUpTable.Reopen(session, clock.GetUtcNow());
            },
            stoppingToken).ConfigureAwait(false);
        if (count > 0)
        {
            logger.LogInformation("{Count} follow-ups of open orders are published again, since their queues died with the last process", count);
        }
    }

    private async Task RetryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await work(stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                gate.WaitsFor = (e as TopologyMissingException)?.Message ?? RefusalOf(e);
                logger.LogWarning("The bus can't start yet and tries again: {Error}", options.Value.IsRabbitMq ? BrokerRefusal.Cause(e) : e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private string? RefusalOf(Exception exception) => options.Value.IsRabbitMq && BrokerRefusal.Of(exception) is { } refusal
        ? $"not started; no connection to the broker at {BrokerAddress.Parse(options.Value.Broker)}: {refusal}" : null;
}
