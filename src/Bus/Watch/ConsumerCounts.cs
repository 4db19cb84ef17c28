using Pipeline.Bus.Topology;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Watch;

/// <summary>Asks the broker how many consumers a queue has and how many messages wait in it, on a connection that shares nothing with those it is asked about.</summary>
internal sealed class ConsumerCounts(BusOptions options, BrokerNodes nodes) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConnectionFactory factory = new ConnectionFactory
    {
        ClientProvidedName = "pipeline consumer watch",
        RequestedConnectionTimeout = Patience,
        ContinuationTimeout = Patience,
        AutomaticRecoveryEnabled = false,
    }.WithBroker(options, nodes);

    private IConnection? connection;

    /// <summary>What each queue has; nothing for a queue that does not exist. Null when the broker did not answer.</summary>
    public async Task<IReadOnlyDictionary<string, QueueDeclareOk>?> TryCountAsync(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, QueueDeclareOk>();
        try
        {
            connection ??= await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            foreach (var queue in queues)
            {
                counts[queue] = await CountAsync(connection, queue, cancellationToken).ConfigureAwait(false);
            }

            nodes.Answered(connection.Endpoint);
            return counts;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (connection is { } asked && e is OperationCanceledException or TimeoutException)
            {
                nodes.Silent(asked.Endpoint);
            }

            // Whatever it was, nothing is known of the broker now; the next question goes over a new connection.
            await DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } open)
        {
            try
            {
                await open.CloseAsync(Constants.ReplySuccess, "done", Patience, abort: true).ConfigureAwait(false);
                await open.DisposeAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A broker that does not answer does not close either, and nobody uses this connection any more.
            }
        }
    }

    // A channel a question: the broker closes it when there is no such queue.
    private static async Task<QueueDeclareOk> CountAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return new QueueDeclareOk(queue, 0, 0);
        }
    }
}
