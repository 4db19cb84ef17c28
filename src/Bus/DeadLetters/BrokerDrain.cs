using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Store.Leases;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Takes what the broker itself has dead-lettered, delivered too often or skipped, into the store. A message leaves the broker when it is
/// committed, and not before: one that can't be kept stays there, and the others are taken all the same. One process at a time does it, by a lease.
/// </summary>
public sealed class BrokerDrain(LetterKeeper keeper, BusGate gate, LeaseHolder leases, IOptions<BusOptions> options, TimeProvider clock, ILogger<BrokerDrain> logger) : BackgroundService
{
    private const ushort Prefetch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken).ConfigureAwait(false);
        await using var lease = leases.Hold("dead-letter-drain", stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (lease.IsHeld)
                {
                    await DrainAsync(lease, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The broker's dead letters can't be taken now and wait there: {Error}", e.Message);
            }

            await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }
    }

    // Until the connection is lost, or the lease.
    private async Task DrainAsync(Lease lease, CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory
        {
            ClientProvidedName = "pipeline dead letters", RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false,
        }.WithBroker(options.Value);
        await using var connection = await factory.CreateConnectionAsync(stoppingToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var channels = new List<IChannel>();
        try
        {
            foreach (var queue in QueueNames.All.SelectMany(queue => new[] { QueueNames.ErrorOf(queue), QueueNames.SkippedOf(queue) }))
            {
                var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken).ConfigureAwait(false);
                channels.Add(channel);
                await ConsumeAsync(channel, queue, broken, stop.Token).ConfigureAwait(false);
            }

            while (lease.IsHeld && !broken.Task.IsCompleted && channels.TrueForAll(channel => channel.IsOpen))
            {
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // What waits for the store is given up here, and stays with the broker.
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var channel in channels)
            {
                await channel.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ConsumeAsync(IChannel channel, string queue, TaskCompletionSource broken, CancellationToken stop)
    {
        await channel.BasicQosAsync(0, Prefetch, global: false, stop).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                if (!await IsKeptAsync(queue, delivery, stop).ConfigureAwait(false))
                {
                    return;
                }

                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stop).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Not acknowledged: it is delivered again, to whoever drains next.
                logger.LogWarning("A message of {Queue} stays with the broker: {Error}", queue, e.Message);
                broken.TrySetResult();
            }
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop).ConfigureAwait(false);
    }

    // One that can't be kept is not acknowledged either. It has its place among those that are under way until the broker waits no longer for an answer, half an hour, or
    // until somebody else drains: then it is delivered again.
    private async Task<bool> IsKeptAsync(string queue, BasicDeliverEventArgs delivery, CancellationToken stop)
    {
        try
        {
            await keeper.KeepAsync(DrainedLetter.Of(queue, delivery, clock.GetUtcNow()), stop).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            logger.LogError(e, "Message {MessageId} of {Queue} can't be kept as a dead letter and stays with the broker", delivery.BasicProperties.MessageId, queue);
            return false;
        }
    }
}
