using Pipeline.Bus;
using Pipeline.Messages.Orders;

namespace Pipeline.Simulation.Queues;

/// <summary>Which queues a message goes to: those of the stages that consume its type, and the sagas'.</summary>
internal static class Routes
{
    private static readonly string[] Proposed = [QueueNames.Validation, QueueNames.OrderSaga];
    private static readonly string[] Validated = [QueueNames.Session, QueueNames.OrderSaga];
    private static readonly string[] Released = [QueueNames.Submission, QueueNames.OrderSaga];
    private static readonly string[] Answered = [QueueNames.Reconciliation, QueueNames.OrderSaga];
    private static readonly string[] Ended = [QueueNames.Analytics, QueueNames.OrderSaga];
    private static readonly string[] News = [QueueNames.OrderSaga];
    private static readonly string[] Cancel = [QueueNames.Cancel];

    public static IReadOnlyList<string> Of(OrderMessage message) => message switch
    {
        OrderProposed => Proposed,
        OrderValidated => Validated,
        OrderReleased => Released,
        OrderAcknowledged or OrderRejected or SubmissionUnresolved => Answered,
        OrderStatusChanged or OrderDenied => Ended,
        OrderHeld or OrderSubmitting => News,
        CancelOrder => Cancel,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "No queue takes this message"),
    };
}
