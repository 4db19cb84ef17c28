using RabbitMQ.Client;

namespace Pipeline.Faults;

/// <summary>Publishes intents to the exchange <c>intents</c>, as a client does that knows nothing of ours but the JSON.</summary>
public sealed class AmqpAgent : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;

    private AmqpAgent(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<AmqpAgent> ConnectAsync(Uri broker, CancellationToken cancellationToken)
    {
        var connection = await RabbitMqServer.ConnectAsync(broker, cancellationToken);
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new AmqpAgent(connection, await connection.CreateChannelAsync(options, cancellationToken));
    }

    /// <summary>Publishes, and returns when the broker has confirmed.</summary>
    public async Task PublishAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var properties = new BasicProperties { MessageId = attempt.Key, Persistent = true };
        await channel.BasicPublishAsync("intents", "", mandatory: true, properties, System.Text.Encoding.UTF8.GetBytes(attempt.Body), cancellationToken);
        attempt.Confirm(TimeProvider.System.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
