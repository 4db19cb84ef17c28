using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Makes a queue anew with the arguments that are wanted now, and loses nothing that is in it or comes meanwhile: a queue aside takes what comes, and what was in the old
/// one; then the new one takes both. A message leaves a queue when the next one has confirmed it, so one may come twice, as any may. What was interrupted is done again.
/// </summary>
/// <param name="options">The broker's address and that of its management interface, without which nobody can tell what a queue has given up.</param>
/// <param name="queue">The queue.</param>
/// <param name="lag">How old what the management interface tells may be; default <see cref="ManagementInterface.Lag"/>.</param>
public sealed class QueueRebuild(BusOptions options, string queue, TimeSpan? lag = null) : IAsyncDisposable
{
    private const int AtATime = 64;

    /// <summary>So long the broker may take to confirm some messages: one whose queue has no leader never does. None of them has left its queue then.</summary>
    private static readonly TimeSpan LongestConfirm = TimeSpan.FromSeconds(30);

    private readonly string aside = AsideOf(queue);
    private IConnection? connection;

    /// <summary>The queue beside, while a queue is rebuilt.</summary>
    public static string AsideOf(string queue) => queue + "_aside";

    /// <summary>Rebuilds it, and returns how many messages it has moved.</summary>
    /// <exception cref="InvalidOperationException">Somebody consumes from it, or from the queue whose failures it takes, or one of the two keeps what it could not get rid of.</exception>
    /// <exception cref="OperationInterruptedException">The broker does not let this user.</exception>
    /// <exception cref="TimeoutException">The broker does not confirm what is moved.</exception>
    /// <exception cref="HttpRequestException">The management interface does not answer, or not to this user.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        connection = await new ConnectionFactory { ClientProvidedName = "pipeline rebuild", AutomaticRecoveryEnabled = false }.WithBroker(options)
            .CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken).ConfigureAwait(false);
        var stands = await StandsAsync(queue, cancellationToken).ConfigureAwait(false);
        await NothingIsKeptAsync(stands ? [queue, .. SourceOf(queue)] : [], cancellationToken).ConfigureAwait(false);
        if (!await StandsAsync(aside, cancellationToken).ConfigureAwait(false))
        {
            // It dead-letters nothing. The broker looks whether this user may make a queue that does, and does so before anything is taken apart.
            var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = "" };
            await channel.QueueDeclareAsync(aside, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await channel.QueueBindAsync(aside, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        var moved = 0;
        if (stands)
        {
            await channel.QueueUnbindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
            moved = await MoveAsync(channel, queue, cancellationToken).ConfigureAwait(false);
            await StandsAsync(queue, cancellationToken).ConfigureAwait(false);
            await channel.QueueDeleteAsync(queue, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        // Bound before the other one is unbound: for a moment a message goes to both, and never to none.
        var wanted = new Dictionary<string, object?>(QueueArguments.Of(options, queue));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueUnbindAsync(aside, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        await MoveAsync(channel, aside, cancellationToken).ConfigureAwait(false);
        await channel.QueueDeleteAsync(aside, cancellationToken: cancellationToken).ConfigureAwait(false);
        return moved;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // What a consumer has taken and not acknowledged can't be moved, and would be lost with the queue.
    private async Task<bool> StandsAsync(string name, CancellationToken cancellationToken)
    {
        await using var channel = await connection!.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await channel.QueueDeclarePassiveAsync(name, cancellationToken).ConfigureAwait(false);
            return found.ConsumerCount == 0 ? true : throw new InvalidOperationException($"queue {name} has {found.ConsumerCount} consumers; stop its worker on every host first");
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    // What fails goes past the exchange, straight to its queue, and would come between the last look and the end of that queue.
    private static IEnumerable<string> SourceOf(string queue) => QueueNames.All.Where(source => QueueNames.ErrorOf(source) == queue);

    // What a queue was to dead-letter and could not is given to no reader, and would be lost with the queue, or come to one that is going.
    private async Task NothingIsKeptAsync(IReadOnlyList<string> queues, CancellationToken cancellationToken)
    {
        foreach (var name in queues)
        {
            await StandsAsync(name, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(queues.Count == 0 ? TimeSpan.Zero : lag ?? ManagementInterface.Lag, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        using var management = new ManagementInterface(options);
        foreach (var name in queues)
        {
            if (await management.GivenUpAsync(name, cancellationToken).ConfigureAwait(false) is > 0 and var kept)
            {
                throw new InvalidOperationException(
                    $"queue {name} keeps {kept} messages that {QueueNames.ErrorOf(name)} has not taken: see that it stands, has a leader and has room (worker operator drains it), wait until they are there (they are tried again every three minutes), and say it again");
            }
        }
    }

    // To the exchange, to which only the other queue is bound now.
    private async Task<int> MoveAsync(IChannel channel, string from, CancellationToken cancellationToken)
    {
        var moved = 0;
        while (true)
        {
            var batch = new List<BasicGetResult>();
            while (batch.Count < AtATime && await channel.BasicGetAsync(from, autoAck: false, cancellationToken).ConfigureAwait(false) is { } message)
            {
                batch.Add(message);
            }

            if (batch.Count == 0)
            {
                return moved;
            }

            await Task.WhenAll(batch.Select(message => channel.BasicPublishAsync(
                queue, "", mandatory: true, PropertiesOf(message), message.Body, cancellationToken).AsTask())).WaitAsync(LongestConfirm, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            await channel.BasicAckAsync(batch[^1].DeliveryTag, multiple: true, cancellationToken).ConfigureAwait(false);
            moved += batch.Count;
        }
    }

    // The broker takes a user's name from that user alone. It has looked at this one when the message came.
    private static BasicProperties PropertiesOf(BasicGetResult message)
    {
        var properties = new BasicProperties(message.BasicProperties);
        properties.ClearUserId();
        return properties;
    }
}
