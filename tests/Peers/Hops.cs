namespace Pipeline.Peers;

/// <summary>The queues of the critical path and those beside it, for every system alike.</summary>
internal static class Hops
{
    public const string Validation = "validation";
    public const string Session = "session";
    public const string Submission = "submission";
    public const string Reconciliation = "reconciliation";
    public const string Saga = "order-saga";
    public const string Analytics = "analytics";

    /// <summary>What the sagas hear of an order that fills at once: proposed, validated, released, submitting, acknowledged, filled. Reconciliation hears of the acknowledgement, and the analytics of the fill.</summary>
    public const int Events = 6;

    /// <summary>Messages under way to one consumer at the most; MassTransit's guide has it a little above what is consumed at the same time.</summary>
    public const ushort Prefetch = 64;

    public const int AtATime = 32;

    public static IReadOnlyDictionary<string, object?> QuorumQueue { get; } = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
}
