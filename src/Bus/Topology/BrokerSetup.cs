using MassTransit;
using Pipeline.Bus.Intents;
using Pipeline.Messages.Orders;
using RabbitMQ.Client;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Creates every exchange, queue and binding of the pipeline on the broker, for all workers, whichever a process hosts: a
/// message must not be published before every queue that wants it stands. Doing it again changes nothing.
/// </summary>
public static class BrokerSetup
{
    /// <summary>Which messages each queue takes.</summary>
    internal static readonly IReadOnlyList<(string Queue, Type[] Messages)> Consumers =
    [
        (QueueNames.Validation, [typeof(OrderProposed)]),
        (QueueNames.Session, [typeof(OrderValidated)]),
        (QueueNames.Submission, [typeof(OrderReleased)]),
        (QueueNames.Cancel, [typeof(CancelOrder)]),
        (QueueNames.Reconciliation, [typeof(OrderAcknowledged), typeof(OrderRejected), typeof(SubmissionUnresolved)]),
        (QueueNames.Analytics, [typeof(OrderStatusChanged), typeof(OrderDenied)]),
        (QueueNames.OrderSaga, [.. MessageTypes.News]),
    ];

    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker can't be reached.</exception>
    public static async Task DeployAsync(BusOptions options, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { ClientProvidedName = "pipeline setup", RequestedConnectionTimeout = TimeSpan.FromSeconds(5) }.WithBroker(options);
        await using var connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var queue in QueueNames.All)
        {
            // As MassTransit declares them: a queue behind an exchange of its own name.
            await DeclareAsync(channel, queue, QueueArguments.OfWorker(options, queue), cancellationToken).ConfigureAwait(false);
            await DeclareAsync(channel, QueueNames.ErrorOf(queue), QueueArguments.OfErrors, cancellationToken).ConfigureAwait(false);
            await DeclareAsync(channel, QueueNames.SkippedOf(queue), QueueArguments.OfErrors, cancellationToken).ConfigureAwait(false);
        }

        await BindAsync(channel, QueueNames.IntentsExchange, QueueNames.Intake, cancellationToken).ConfigureAwait(false);
        foreach (var (queue, messages) in Consumers)
        {
            foreach (var message in messages)
            {
                await BindAsync(channel, ExchangeOf(message), queue, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The exchange a message type is published to, as MassTransit names it.</summary>
    private static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    private static async Task DeclareAsync(IChannel channel, string queue, IDictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue, "fanout", durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static async Task BindAsync(IChannel channel, string exchange, string queue, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(exchange, "fanout", durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.ExchangeBindAsync(queue, exchange, "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
