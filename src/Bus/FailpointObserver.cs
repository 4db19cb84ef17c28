using MassTransit;
using Pipeline.Store.Failpoints;

namespace Pipeline.Bus;

/// <summary>
/// Marks the two places of a queue that lie outside of its consumer: a delivery before anything has looked at it, and after its
/// acknowledgement has been written. Every queue bears its stage's name, or is its second one.
/// </summary>
internal sealed class FailpointObserver : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Hit(context, Failpoint.Received);

    // MassTransit calls this once the transport's lock on the message is completed, which for RabbitMQ is the acknowledgement.
    public Task PostReceive(ReceiveContext context) => Hit(context, Failpoint.Acknowledged);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private static Task Hit(ReceiveContext context, string step)
    {
        Failpoints.Hit(QueueNames.OwnerOf(context.InputAddress.Segments[^1]), step);
        return Task.CompletedTask;
    }
}
