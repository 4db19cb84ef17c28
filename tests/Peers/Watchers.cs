using MassTransit;

namespace Pipeline.Peers;

/// <summary>Counts what the sagas have heard of all six events of an order, and the analytics of its end.</summary>
public sealed class Watchers
{
    private long heard;

    public long Finished => Interlocked.Read(ref heard) / (Hops.Events + 1);

    public Task HearAsync()
    {
        Interlocked.Increment(ref heard);
        return Task.CompletedTask;
    }
}

/// <summary>A saga that hears everything about its order and keeps nothing.</summary>
internal sealed class SagaConsumer(Watchers watchers)
    : IConsumer<Proposed>, IConsumer<Validated>, IConsumer<Released>, IConsumer<Submitting>, IConsumer<Acknowledged>, IConsumer<Filled>
{
    public Task Consume(ConsumeContext<Proposed> context) => watchers.HearAsync();

    public Task Consume(ConsumeContext<Validated> context) => watchers.HearAsync();

    public Task Consume(ConsumeContext<Released> context) => watchers.HearAsync();

    public Task Consume(ConsumeContext<Submitting> context) => watchers.HearAsync();

    public Task Consume(ConsumeContext<Acknowledged> context) => watchers.HearAsync();

    public Task Consume(ConsumeContext<Filled> context) => watchers.HearAsync();
}

/// <summary>Analytics that hear of the end of an order and work nothing out.</summary>
internal sealed class AnalyticsConsumer(Watchers watchers) : IConsumer<Filled>
{
    public Task Consume(ConsumeContext<Filled> context) => watchers.HearAsync();
}
