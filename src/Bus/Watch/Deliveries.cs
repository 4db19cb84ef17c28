using System.Collections.Frozen;
using MassTransit;

namespace Pipeline.Bus.Watch;

/// <summary>Knows of each queue how many of its messages this process has in hand, and since when it was given none.</summary>
public sealed class Deliveries : IReceiveObserver
{
    private readonly FrozenDictionary<string, Hand> hands = QueueNames.All.ToFrozenDictionary(queue => queue, _ => new Hand());

    /// <summary>How long the process has had nothing of a queue in hand; zero while it has.</summary>
    /// <param name="queue">The queue.</param>
    public TimeSpan IdleOf(string queue)
    {
        var hand = hands[queue];
        return Interlocked.Read(ref hand.Messages) > 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(Interlocked.Read(ref hand.Since));
    }

    /// <summary>How many messages of a queue the process works on.</summary>
    /// <param name="queue">The queue.</param>
    public long InHand(string queue) => Interlocked.Read(ref hands[queue].Messages);

    public Task PreReceive(ReceiveContext context) => Count(context, 1);

    public Task PostReceive(ReceiveContext context) => Count(context, -1);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Count(context, -1);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    private Task Count(ReceiveContext context, int change)
    {
        var hand = hands[context.InputAddress.Segments[^1]];
        Interlocked.Exchange(ref hand.Since, TimeProvider.System.GetTimestamp());
        Interlocked.Add(ref hand.Messages, change);
        return Task.CompletedTask;
    }

    private sealed class Hand
    {
        public long Messages;

        public long Since = TimeProvider.System.GetTimestamp();
    }
}
