using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Makes a queue anew with the arguments that are wanted now, and loses nothing that is in it or comes meanwhile: a queue aside takes what comes, and what was in the old
/// one; then the new one takes both. A message leaves a queue when the next one has confirmed it, so one may come twice, as any may. What was interrupted is done again.
/// </summary>
public sealed class QueueRebuild(BusOptions options, string queue) : IAsyncDisposable
{
    private const int AtATime = 64;

    private readonly string aside = AsideOf(queue);
    private IConnection? connection;

    /// <summary>The queue beside, while a queue is rebuilt.</summary>
    public static string AsideOf(string queue) => queue + "_aside";

    /// <summary>Rebuilds it, and returns how many messages it has moved.</summary>
    /// <exception cref="InvalidOperationException">Somebody consumes from it.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        connection = await new ConnectionFactory { ClientProvidedName = "pipeline rebuild", AutomaticRecoveryEnabled = false }.WithBroker(options)
            .CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken).ConfigureAwait(false);
        var stands = await StandsAsync(queue, cancellationToken).ConfigureAwait(false);
        await DeclareAsync(channel, aside, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken).ConfigureAwait(false);
        var moved = 0;
        if (stands)
        {
            await channel.QueueUnbindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
            moved = await MoveAsync(channel, queue, cancellationToken).ConfigureAwait(false);
            await StandsAsync(queue, cancellationToken).ConfigureAwait(false);
            await channel.QueueDeleteAsync(queue, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await DeclareAsync(channel, queue, new Dictionary<string, object?>(QueueArguments.Of(options, queue)), cancellationToken).ConfigureAwait(false);
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

    // Bound before the other one is unbound: for a moment a message goes to both, and never to none.
    private async Task DeclareAsync(IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(name, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
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
                queue, "", mandatory: true, new BasicProperties(message.BasicProperties), message.Body, cancellationToken).AsTask())).ConfigureAwait(false);
            await channel.BasicAckAsync(batch[^1].DeliveryTag, multiple: true, cancellationToken).ConfigureAwait(false);
            moved += batch.Count;
        }
    }
}
