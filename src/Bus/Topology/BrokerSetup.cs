using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Creates every exchange, queue and binding of the pipeline on the broker, for all workers, whichever a process hosts: a
/// message must not be published before every queue that wants it stands. What stands already is left as it is.
/// </summary>
public static class BrokerSetup
{
    /// <summary>Creates what is missing, and the marker when all of it stands.</summary>
    /// <returns>What stands and is other than it should be, in the broker's words.</returns>
    /// <exception cref="BrokerUnreachableException">The broker can't be reached.</exception>
    /// <exception cref="OperationInterruptedException">The broker does not let this user.</exception>
    public static async Task<IReadOnlyList<string>> DeployAsync(BusOptions options, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        await using var channels = new ChannelAfterChannel(connection);
        var differences = new List<string>();
        foreach (var exchange in BrokerTopology.Exchanges)
        {
            await DeclareAsync(channels, differences, channel => channel.ExchangeDeclareAsync(exchange, "fanout", durable: true, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var queue in BrokerTopology.Queues)
        {
            var arguments = new Dictionary<string, object?>(QueueArguments.Of(options, queue));
            await DeclareAsync(
                channels, differences,
                channel => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        var binder = await channels.OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var queue in BrokerTopology.Queues)
        {
            await binder.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        foreach (var (from, queue) in BrokerTopology.Bindings)
        {
            await binder.ExchangeBindAsync(queue, from, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await binder.ExchangeDeclareAsync(BrokerTopology.Marker, "fanout", durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        return differences;
    }

    /// <summary>Sees to it that everything stands, as a process does that starts: creates it where it may, and says what a person must do where it may not.</summary>
    /// <returns>As <see cref="DeployAsync"/>; nothing when everything stood and was not looked at.</returns>
    /// <exception cref="TopologyMissingException">Something is missing that this user may not create.</exception>
    public static async Task<IReadOnlyList<string>> EnsureAsync(BusOptions options, CancellationToken cancellationToken)
    {
        if (await MissingAsync(options, cancellationToken).ConfigureAwait(false) is not { } missing)
        {
            return [];
        }

        try
        {
            return await DeployAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            var address = BrokerAddress.Parse(options.Broker);
            throw new TopologyMissingException($"{missing} is not on the broker at {address}, and user {address.User} may not create it: run `pipeline setup` of this version with the user that may", e);
        }
    }

    // Looking is allowed to everybody.
    private static async Task<string?> MissingAsync(BusOptions options, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var looked = $"exchange {BrokerTopology.Marker}";
        try
        {
            await channel.ExchangeDeclarePassiveAsync(BrokerTopology.Marker, cancellationToken).ConfigureAwait(false);
            foreach (var queue in BrokerTopology.Queues)
            {
                looked = $"queue {queue}";
                await channel.QueueDeclarePassiveAsync(queue, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return looked;
        }
    }

    // The broker compares what is declared with what stands, and closes the channel where they differ.
    private static async Task DeclareAsync(ChannelAfterChannel channels, List<string> differences, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        try
        {
            await declare(await channels.OpenAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            differences.Add(e.ShutdownReason.ReplyText.Replace("PRECONDITION_FAILED - ", "", StringComparison.Ordinal));
        }
    }

    private static Task<IConnection> ConnectAsync(BusOptions options, CancellationToken cancellationToken) =>
        new ConnectionFactory { ClientProvidedName = "pipeline setup", RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false }
            .WithBroker(options).CreateConnectionAsync(cancellationToken);
}
