using System.Text.RegularExpressions;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;

namespace Pipeline.Bus.Topology;

/// <summary>
/// The broker's users: one a worker, one that sets up, and one for whoever publishes intents over AMQP. A worker's user declares nothing, reads its own queues,
/// and writes to the exchanges of what the worker says; nothing else.
/// </summary>
public static class BrokerUsers
{
    /// <summary>The virtual host that the users belong to.</summary>
    public const string VirtualHost = "pipeline";

    // A rebuild has a queue aside.
    private static readonly IReadOnlyList<string> Made = [.. BrokerTopology.Exchanges, .. BrokerTopology.Queues.Select(QueueRebuild.AsideOf)];

    // Who makes a queue must be allowed to write where it dead-letters to: the default exchange, which permissions call so. A queue that stands is not asked about.
    private const string DefaultExchange = "amq.default";

    public static IReadOnlyList<BrokerUser> All { get; } =
    [
        // Setting policies and reading what stands goes through the management interface, which asks for this tag.
        new("pipeline-setup", "policymaker", [.. Made, BrokerTopology.Marker], [.. Made, DefaultExchange], Made),
        Worker(Stages.Intake, [QueueNames.Intake], Of(typeof(OrderProposed), typeof(CancelOrder), typeof(SubmissionUnresolved), typeof(NewsBatch), typeof(OutcomeBatch))),
        Worker(Stages.Validation, [QueueNames.Validation], Of(typeof(OrderValidated), typeof(NewsBatch), typeof(OutcomeBatch))),
        Worker(Stages.Session, [QueueNames.Session], Of(typeof(OrderReleased), typeof(NewsBatch), typeof(OutcomeBatch))),
        Worker(
            Stages.Submission, [QueueNames.Submission, QueueNames.Cancel],
            Of(typeof(OrderReleased), typeof(OrderAcknowledged), typeof(OrderRejected), typeof(SubmissionUnresolved), typeof(NewsBatch), typeof(OutcomeBatch))),

        // It calls late stages again and sweeps, so it may say everything.
        Worker(Stages.Reconciliation, [QueueNames.Reconciliation, QueueNames.OrderSaga, QueueNames.OrderSagaNews], Of([.. BrokerTopology.Published])),
        Worker(Stages.Analytics, [QueueNames.Analytics, QueueNames.AnalyticsNews], []),

        // It drains what the broker has dead-lettered, and a replay goes to the one queue in which the message had failed.
        Worker(
            Stages.Operator, [.. QueueNames.All.SelectMany(queue => new[] { QueueNames.ErrorOf(queue), QueueNames.SkippedOf(queue) })],
            [.. Of([.. BrokerTopology.Published]), .. QueueNames.All]),
        Worker(Stages.Notices, [], []),
        new("pipeline-agent", "", [], [QueueNames.IntentsExchange], []),
    ];

    /// <summary>The workers that publish what others have recorded and could not send: those whose users may say everything.</summary>
    public static IReadOnlyList<string> Sweepers { get; } = [Stages.Reconciliation, Stages.Operator];

    /// <summary>The worker that drains the broker's own dead letters.</summary>
    public const string Drainer = Stages.Operator;

    /// <summary>The name of a worker's user.</summary>
    public static string NameOf(string worker) => $"pipeline-{worker}";

    private static BrokerUser Worker(string worker, IReadOnlyList<string> reads, IReadOnlyList<string> writes) => new(NameOf(worker), "", [], writes, reads);

    private static string[] Of(params Type[] messages) => [.. messages.Select(BrokerTopology.ExchangeOf)];
}

/// <summary>A user and the exact names it may configure, write to and read from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tags">What it may do in the management interface; empty for none.</param>
/// <param name="Configures">Exchanges and queues that it may declare and delete.</param>
/// <param name="Writes">Exchanges that it may publish to, or bind something to.</param>
/// <param name="Reads">Queues that it may consume from, or exchanges that it may bind to something.</param>
public sealed record BrokerUser(string Name, string Tags, IReadOnlyList<string> Configures, IReadOnlyList<string> Writes, IReadOnlyList<string> Reads)
{
    /// <summary>A permission as the broker takes it: an expression that matches these names and no other, not even a part of one.</summary>
    public static string Pattern(IReadOnlyList<string> names) => names.Count == 0 ? "^$" : $"^({string.Join('|', names.Distinct().Select(Regex.Escape))})$";
}
