using System.Security.Cryptography;
using System.Text;
using Pipeline.Messages.Orders;

namespace Pipeline.Bus.Topology;

/// <summary>What must stand on the broker before anybody publishes: every exchange, queue and binding. Exchanges are durable and fan out.</summary>
public static class BrokerTopology
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

    /// <summary>Every queue: those of the workers, and beside each one the two for what fails. Each has an exchange of its own name.</summary>
    public static IReadOnlyList<string> Queues { get; } = [.. QueueNames.All.SelectMany(queue => new[] { queue, QueueNames.ErrorOf(queue), QueueNames.SkippedOf(queue) })];

    /// <summary>Every exchange but the marker.</summary>
    public static IReadOnlyList<string> Exchanges { get; } = [QueueNames.IntentsExchange, .. MessageTypes.All.Select(ExchangeOf), .. Queues];

    /// <summary>What flows into a queue's own exchange, by the exchange it is published to.</summary>
    public static IReadOnlyList<(string From, string ToQueue)> Bindings { get; } =
    [
        (QueueNames.IntentsExchange, QueueNames.Intake),
        .. Consumers.SelectMany(consumer => consumer.Messages.Select(message => (ExchangeOf(message), consumer.Queue))),
    ];

    /// <summary>
    /// An exchange that is declared when all the rest stands. It carries nothing: whoever may declare nothing looks at it, and knows that everything that this
    /// version's messages need was there. Its name tells the topology, so that a new version waits for its own one.
    /// </summary>
    public static string Marker { get; } = $"pipeline.topology.{Fingerprint()}";

    /// <summary>The exchange a message type is published to, as MassTransit names it.</summary>
    public static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    // Arguments are not in it: a queue that has other ones is used as it is.
    private static string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Exchanges.Concat(Bindings.Select(binding => $"{binding.From} > {binding.ToQueue}"))))))[..12];
}
