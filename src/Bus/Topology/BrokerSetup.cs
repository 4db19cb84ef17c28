using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Creates every exchange, queue and binding of the pipeline on the broker, for all workers, whichever a process hosts: a
/// message must not be published before every queue that wants it stands. What stands already is left as it is.
/// </summary>
public static class BrokerSetup
{
    /// <summary>Longest that a node takes over one answer, under strain, while it works.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates what is missing, and the marker when all of it stands.</summary>
    /// <returns>What stands and is other than it should be, in the broker's words.</returns>
    /// <exception cref="BrokerUnreachableException">The broker can't be reached.</exception>
    /// <exception cref="OperationInterruptedException">The broker does not let this user.</exception>
    public static Task<IReadOnlyList<string>> DeployAsync(BusOptions options, CancellationToken cancellationToken) => DeployAsync(options, new BrokerNodes(), cancellationToken);

    /// <summary>Sees to it that everything stands, as a process does that starts: creates it where it may, and says what a person must do where it may not.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="nodes">Told of the node that has answered, and of one that has not.</param>
    /// <returns>As <see cref="DeployAsync"/>; nothing when everything stood and was not looked at.</returns>
    /// <exception cref="TimeoutException">A node took the connection and answered nothing on it.</exception>
    /// <exception cref="TopologyMissingException">Something is missing that this user may not create.</exception>
    public static async Task<IReadOnlyList<string>> EnsureAsync(BusOptions options, BrokerNodes nodes, CancellationToken cancellationToken)
    {
        if (await MissingAsync(options, nodes, cancellationToken).ConfigureAwait(false) is not { } missing)
        {
            return [];
        }

        try
        {
            return await DeployAsync(options, nodes, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            var address = BrokerAddress.Parse(options.Broker);
            throw new TopologyMissingException($"{missing} is not on the broker at {address}, and user {address.User} may not create it: run `pipeline setup` of this version with the user that may", e);
        }
    }

    private static async Task<IReadOnlyList<string>> DeployAsync(BusOptions options, BrokerNodes nodes, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(options, nodes, cancellationToken).ConfigureAwait(false);
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

    // Looking is allowed to everybody.
    private static async Task<string?> MissingAsync(BusOptions options, BrokerNodes nodes, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(options, nodes, cancellationToken).ConfigureAwait(false);
        try
        {
            var missing = await MissingAsync(connection, cancellationToken).ConfigureAwait(false);
            nodes.Answered(connection.Endpoint);
            return missing;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            nodes.Silent(connection.Endpoint);

            // It would be asked to close, and not answer that either.
            await connection.CloseAsync(Constants.InternalError, "no answer", TimeSpan.FromSeconds(1), abort: true, CancellationToken.None).ConfigureAwait(false);
            throw new TimeoutException($"The node {connection.Endpoint.HostName}:{connection.Endpoint.Port} took the connection and did not answer for {Patience.TotalSeconds} s; another one is tried, if there is one", e);
        }
    }

    private static async Task<string?> MissingAsync(IConnection connection, CancellationToken cancellationToken)
    {
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

    private static Task<IConnection> ConnectAsync(BusOptions options, BrokerNodes nodes, CancellationToken cancellationToken) =>
        new ConnectionFactory
        {
            ClientProvidedName = "pipeline setup", RequestedConnectionTimeout = TimeSpan.FromSeconds(5), ContinuationTimeout = Patience, AutomaticRecoveryEnabled = false,
        }.WithBroker(options, nodes).CreateConnectionAsync(cancellationToken);
}
