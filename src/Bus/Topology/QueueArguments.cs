using MassTransit;

namespace Pipeline.Bus.Topology;

/// <summary>The arguments of the pipeline's queues. Changing one needs a new queue: see rabbitmq/README.md.</summary>
internal static class QueueArguments
{
    /// <summary>An error queue keeps what it gets until it is in the store: replicated, without a limit or a way out.</summary>
    public static IDictionary<string, object?> OfErrors { get; } = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

    public static IDictionary<string, object?> OfWorker(BusOptions options, string queue) => new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = options.DeliveryLimit,

        // What is delivered too often goes to the error queue, and stays with the broker until that queue has it
        // (at-least-once works only together with reject-publish).
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = QueueNames.ErrorOf(queue),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    public static void Apply(IRabbitMqReceiveEndpointConfigurator endpoint, BusOptions options, string queue)
    {
        foreach (var (name, value) in OfWorker(options, queue))
        {
            endpoint.SetQueueArgument(name, value);
        }
    }

    // MassTransit copies a worker's arguments to the queues it moves failures to; most of them do not belong there.
    public static void ForErrors(IRabbitMqQueueConfigurator queue)
    {
        foreach (var name in OfWorker(new BusOptions(), "").Keys.Where(name => !OfErrors.ContainsKey(name)))
        {
            queue.SetQueueArgument(name, null);
        }
    }
}
