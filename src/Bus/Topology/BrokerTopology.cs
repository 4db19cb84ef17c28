using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Pipeline.Messages.Orders;

namespace Pipeline.Bus.Topology;

/// <summary>What must stand on the broker before anybody publishes: every exchange, queue and binding. Exchanges are durable and fan out.</summary>
public static class BrokerTopology
{
    /// <summary>Which messages each queue takes.</summary>
    internal static readonly IReadOnlyList<(string Queue, TakenMessage Message)> Consumers =
    [
        (QueueNames.Validation, TakenMessage.Of<OrderProposed>()),
        (QueueNames.Session, TakenMessage.Of<OrderValidated>()),
        (QueueNames.Submission, TakenMessage.Of<OrderReleased>()),
        (QueueNames.Cancel, TakenMessage.Of<CancelOrder>()),
        (QueueNames.Reconciliation, TakenMessage.Of<OrderAcknowledged>()),
        (QueueNames.Reconciliation, TakenMessage.Of<OrderRejected>()),
        (QueueNames.Reconciliation, TakenMessage.Of<SubmissionUnresolved>()),
        (QueueNames.AnalyticsNews, TakenMessage.Of<OutcomeBatch>()),
        (QueueNames.OrderSagaNews, TakenMessage.Of<NewsBatch>()),
    ];

    /// <summary>Every message type that is published: what is both a call and news travels as both.</summary>
    public static IReadOnlyList<Type> Published { get; } = [.. MessageTypes.Calls, typeof(NewsBatch), typeof(OutcomeBatch)];

    /// <summary>Every queue: those of the workers, and beside each one the two for what fails. Each has an exchange of its own name.</summary>
    public static IReadOnlyList<string> Queues { get; } = [.. QueueNames.All.SelectMany(queue => new[] { queue, QueueNames.ErrorOf(queue), QueueNames.SkippedOf(queue) })];

    /// <summary>Every exchange but the marker.</summary>
    public static IReadOnlyList<string> Exchanges { get; } = [QueueNames.IntentsExchange, .. Published.Select(ExchangeOf), .. Queues];

    /// <summary>What flows into a queue's own exchange, by the exchange it is published to.</summary>
    public static IReadOnlyList<(string From, string ToQueue)> Bindings { get; } =
    [
        (QueueNames.IntentsExchange, QueueNames.Intake),
        .. Consumers.Select(consumer => (ExchangeOf(consumer.Message.Type), consumer.Queue)),
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

/// <summary>A message type that a queue takes.</summary>
/// <param name="Type">The type.</param>
/// <param name="BindInMemory">Has an endpoint of the in-memory transport take it.</param>
internal sealed record TakenMessage(Type Type, Action<IInMemoryReceiveEndpointConfigurator> BindInMemory)
{
    public static TakenMessage Of<T>()
        where T : class => new(typeof(T), endpoint => endpoint.Bind<T>());
}
