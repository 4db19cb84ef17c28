using System.Text.RegularExpressions;

namespace Pipeline.Bus.Topology;

/// <summary>
/// The limits of the queues. They are policies and no arguments, since a policy is changed while the queue stands. Past a limit the broker refuses what is published,
/// so that nothing is dropped: what was not confirmed stays unsent in the store, and what can't be dead-lettered stays in its queue.
/// </summary>
public static class QueuePolicies
{
    /// <summary>Most messages that may wait in one queue: some hours of a pipeline that nobody works off, and about 200 MB of the broker's memory.</summary>
    public const int MostMessages = 200_000;

    /// <summary>Most bytes that may wait in one queue, so that few large intents are no more than many small ones.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    /// <summary>
    /// How often what has failed may be delivered: as often as may be, since there is nowhere to go from there but the store. RabbitMQ 4 drops after twenty deliveries what nobody
    /// has set a limit for, and 3 knows no number for none.
    /// </summary>
    public const int MostDeliveriesOfFailures = 1_000_000;

    /// <summary>The policies by name, each with the pattern of the queues that it is for.</summary>
    public static IReadOnlyList<QueuePolicy> Of(BusOptions options) =>
    [
        new("pipeline-workers", BrokerUser.Pattern(QueueNames.All), new Dictionary<string, object>
        {
            ["delivery-limit"] = options.DeliveryLimit, ["max-length"] = MostMessages, ["max-length-bytes"] = MostBytes, ["overflow"] = "reject-publish",
        }),

        new("pipeline-failures", BrokerUser.Pattern([.. BrokerTopology.Queues.Except(QueueNames.All)]), new Dictionary<string, object>
        {
            ["delivery-limit"] = MostDeliveriesOfFailures, ["max-length"] = MostMessages, ["max-length-bytes"] = MostBytes, ["overflow"] = "reject-publish",
        }),
    ];
}

/// <param name="Name">Its name.</param>
/// <param name="Pattern">The queues it is for.</param>
/// <param name="Definition">What it sets.</param>
public sealed record QueuePolicy(string Name, string Pattern, IReadOnlyDictionary<string, object> Definition)
{
    /// <summary>Whether it is for a queue.</summary>
    public bool IsFor(string queue) => Regex.IsMatch(queue, Pattern);
}
