namespace Pipeline.Bus.Topology;

/// <summary>
/// The arguments of the pipeline's queues: what makes a queue lose nothing, so that it holds on a broker too on which nobody has set a policy. Limits that a person
/// may want to change are policies (<see cref="QueuePolicies"/>). Changing an argument needs a new queue: see rabbitmq/README.md.
/// </summary>
public static class QueueArguments
{
    /// <summary>The arguments of any queue of the topology.</summary>
    public static IReadOnlyDictionary<string, object?> Of(BusOptions options, string queue) => QueueNames.All.Contains(queue)
        ? new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",

            // A policy may lower it; without any a message that kills its worker would come back for ever.
            ["x-delivery-limit"] = options.DeliveryLimit,

            // What is delivered too often goes to the error queue, and stays with the broker until that queue has it
            // (at-least-once works only together with reject-publish).
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = QueueNames.ErrorOf(queue),
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        }

        // It keeps what it gets until it is in the store: replicated, and without a way out.
        : new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
}
