using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Store;
using Pipeline.Store.Tables;
using RabbitMQ.Client;

namespace Pipeline.Bus.Watch;

/// <summary>
/// Sees to it that every queue this process should consume from is consumed from while the broker answers. An endpoint that
/// pauses after an outage, for up to half a minute, is started again at once. One that believes itself well while the broker
/// counts no consumer, as happens after a broker's violent death, is started again too, and an alert raised; so is one that is given
/// nothing though messages wait, as happens when the node that led its queue stood still. What does not help in the end is left to a
/// new process: this one stops.
/// </summary>
public sealed class ConsumerWatch(
    IBusControl bus, BusGate gate, BrokerNodes nodes, Deliveries deliveries, IStore store, IOptions<BusOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ConsumerWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (long Since, int Restarts)> unwell = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What waits for its queues to be made is no endpoint that fails.
        await gate.WaitForQueuesAsync(stoppingToken).ConfigureAwait(false);
        await using var counts = new ConsumerCounts(options.Value, nodes);
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var endpoints = bus.CheckHealth().Endpoints.Values
                .Select(health => (Queue: health.InputAddress.Segments[^1], Health: health))
                .Where(endpoint => QueueNames.All.Contains(endpoint.Queue))
                .ToList();
            if (await counts.TryCountAsync(endpoints.Select(endpoint => endpoint.Queue), stoppingToken).ConfigureAwait(false) is not { } consumers)
            {
                unwell.Clear();
                continue;
            }

            foreach (var (queue, health) in endpoints)
            {
                QueueGauges.Set(queue, consumers[queue].MessageCount, consumers[queue].ConsumerCount);
                await LookAfterAsync(queue, health, consumers[queue], stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAfterAsync(string queue, EndpointHealthResult health, QueueDeclareOk counted, CancellationToken stoppingToken)
    {
        var seen = new EndpointSeen(
            health.Status == BusHealthStatus.Healthy, health.Exception is not null, counted.ConsumerCount, counted.MessageCount > 0 && deliveries.IdleOf(queue) > options.Value.ConsumerMissingLimit);
        if (seen.IsWell)
        {
            unwell.Remove(queue);
            return;
        }

        var now = TimeProvider.System.GetTimestamp();
        var (since, restarts) = unwell.GetValueOrDefault(queue, (now, 0));
        unwell[queue] = (since, restarts);
        switch (EndpointCare.Decide(seen, TimeProvider.System.GetElapsedTime(since, now), restarts, options.Value.ConsumerMissingLimit))
        {
            case EndpointAct.Restart:
                unwell[queue] = (now, restarts + 1);
                await StartAgainAsync(queue, health, seen, counted.MessageCount, restarts, stoppingToken).ConfigureAwait(false);
                break;
            case EndpointAct.StopProcess:
                logger.LogCritical("Queue {Queue} has no consumer after {Restarts} restarts of its endpoint: this process stops", queue, restarts);
                Stop();
                break;
        }
    }

    private async Task StartAgainAsync(string queue, EndpointHealthResult health, EndpointSeen seen, uint messages, int restarts, CancellationToken stoppingToken)
    {
        logger.LogWarning(
            "Queue {Queue} is not consumed from though the broker answers ({Consumers} consumers, {Messages} messages wait, the endpoint says: {Description}); its endpoint is started again",
            queue, seen.Consumers, messages, health.Description);
        if (seen.BelievesItIsWell)
        {
            await RaiseAlertAsync(queue, restarts).ConfigureAwait(false);
        }

        await RestartAsync(queue, health.ReceiveEndpoint, stoppingToken).ConfigureAwait(false);
    }

    private async Task RestartAsync(string queue, IReceiveEndpoint endpoint, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(StopPatience);
        try
        {
            await endpoint.Stop(patience.Token).ConfigureAwait(false);
            endpoint.Start(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogCritical(e, "The endpoint of queue {Queue} can't be started again: this process stops", queue);
            Stop();
        }
    }

    private void Stop()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private async Task RaiseAlertAsync(string queue, int restarts)
    {
        try
        {
            await store.WriteAsync(Turn.Shared, session => JournalTable.RaiseAlert(
                session, Alert.ConsumerMissing, queue, queue, clock.GetUtcNow(), null, new { queue, restarts })).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("That queue {Queue} had no consumer could not be recorded: {Error}", queue, e.Message);
        }
    }
}
