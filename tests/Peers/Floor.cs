using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Peers;

/// <summary>
/// What the broker itself takes: RabbitMQ's client alone, the critical path's hops over quorum queues with publisher confirms, nothing beside it.
/// A consumer acknowledges once its own message is confirmed.
/// </summary>
/// <param name="broker">The broker's address.</param>
internal sealed class Floor(Uri broker) : IPeer
{
    private static readonly string[] Path = [Hops.Validation, Hops.Session, Hops.Submission];
    private readonly List<IChannel> channels = [];
    private IConnection connection = null!;
    private IChannel intake = null!;
    private Calls calls = null!;

    public long Finished => calls.Count;

    public async Task StartAsync(Calls called, CancellationToken cancellationToken)
    {
        calls = called;
        connection = await new ConnectionFactory { Uri = broker, ConsumerDispatchConcurrency = Hops.AtATime }.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        intake = await ChannelAsync(cancellationToken).ConfigureAwait(false);
        foreach (var queue in Path)
        {
            await intake.QueueDeclareAsync(
                $"floor-{queue}", durable: true, exclusive: false, autoDelete: false, Hops.QuorumQueue.ToDictionary(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        for (var hop = 0; hop < Path.Length; hop++)
        {
            await ConsumeAsync(Path[hop], hop + 1 < Path.Length ? Path[hop + 1] : null, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<string> TakeAsync(int number, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        _ = Task.Run(() => PublishAsync(intake, Path[0], Encoding.UTF8.GetBytes($"{{\"cl_ord_id\":\"{id}\",\"intent_id\":\"intent-{number}\",\"pass\":1,\"seq\":1,\"at\":\"{DateTimeOffset.UtcNow:O}\"}}"), cancellationToken), cancellationToken);
        return Task.FromResult(id);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in channels)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ConsumeAsync(string queue, string? next, CancellationToken cancellationToken)
    {
        var channel = await ChannelAsync(cancellationToken).ConfigureAwait(false);
        await channel.BasicQosAsync(0, Hops.Prefetch, global: false, cancellationToken).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (next is null)
            {
                calls.Note(Encoding.UTF8.GetString(delivery.Body.Span.Slice("{\"cl_ord_id\":\"".Length, 32)));
            }
            else
            {
                await PublishAsync(channel, next, delivery.Body.ToArray(), CancellationToken.None).ConfigureAwait(false);
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false).ConfigureAwait(false);
        };
        await channel.BasicConsumeAsync($"floor-{queue}", autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PublishAsync(IChannel channel, string queue, byte[] body, CancellationToken cancellationToken) =>
        await channel.BasicPublishAsync("", $"floor-{queue}", mandatory: true, new BasicProperties { Persistent = true }, body, cancellationToken).ConfigureAwait(false);

    private async Task<IChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, consumerDispatchConcurrency: Hops.AtATime), cancellationToken).ConfigureAwait(false);
        channels.Add(channel);
        return channel;
    }
}
