using System.Collections.Frozen;
using MassTransit;
using Pipeline.Bus.Topology;
using Pipeline.Metering;

namespace Pipeline.Bus.Watch;

/// <summary>
/// Counts what waits in the queues of the in-memory transport, which does not say: what was published to a queue, less what was delivered
/// from it.
/// </summary>
internal sealed class MemoryQueues : IPublishObserver, ISendObserver, IReceiveObserver, IProcessGauge
{
    private readonly FrozenDictionary<Type, Depth[]> byMessage;
    private readonly FrozenDictionary<string, Depth> byQueue;
    private IBusControl? bus;

    public MemoryQueues()
    {
        byQueue = QueueNames.All.ToFrozenDictionary(queue => queue, _ => new Depth());
        byMessage = BrokerTopology.Consumers
            .GroupBy(consumer => consumer.Message.Type, consumer => byQueue[consumer.Queue])
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Whose consumers are counted.</summary>
    public void Watch(IBusControl of) => bus = of;

    public void Observe()
    {
        if (bus?.CheckHealth().Endpoints.Values.ToDictionary(endpoint => endpoint.InputAddress.Segments[^1], endpoint => endpoint.Status) is not { } endpoints)
        {
            return;
        }

        foreach (var (queue, depth) in byQueue)
        {
            if (endpoints.TryGetValue(queue, out var status))
            {
                QueueGauges.Set(queue, Interlocked.Read(ref depth.Messages), status == BusHealthStatus.Healthy ? 1 : 0);
            }
        }
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        foreach (var depth in byMessage.GetValueOrDefault(context.Message.GetType(), []))
        {
            Interlocked.Increment(ref depth.Messages);
        }

        return Task.CompletedTask;
    }

    public Task PostSend<T>(SendContext<T> context)
        where T : class
    {
        if (context.DestinationAddress is { Segments: [.., var queue] } && byQueue.TryGetValue(queue, out var depth))
        {
            Interlocked.Increment(ref depth.Messages);
        }

        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context)
    {
        if (byQueue.TryGetValue(context.InputAddress.Segments[^1], out var depth))
        {
            Interlocked.Decrement(ref depth.Messages);
        }

        return Task.CompletedTask;
    }

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private sealed class Depth
    {
        public long Messages;
    }
}
