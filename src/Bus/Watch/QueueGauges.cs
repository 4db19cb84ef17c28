using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Bus.Watch;

/// <summary>What waits in the queues, on either transport.</summary>
internal static class QueueGauges
{
    private static readonly Label Queue = Label.Of("queue", QueueNames.All);

    private static readonly Gauge Messages = Meters.Gauge(
        "pipeline_queue_messages", "messages", "Messages that wait in a queue and that no consumer has taken up, by its name.", Queue);

    private static readonly Gauge Consumers = Meters.Gauge(
        "pipeline_queue_consumers", "consumers", "Consumers of a queue that this process consumes from.", Queue);

    public static void Set(string queue, long messages, long consumers)
    {
        Messages.WithLabels(queue).Set(messages);
        Consumers.WithLabels(queue).Set(consumers);
    }
}
