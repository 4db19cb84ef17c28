using System.Collections.Frozen;
using MassTransit;

namespace Pipeline.Bus.Watch;

/// <summary>Knows of each queue how many of its messages this process has in hand, since when it was given none, and whether the broker is there to give any.</summary>
public sealed class Deliveries : IReceiveObserver, IReceiveEndpointObserver
{
    // Half of what a worker takes at a time: whoever takes all that it can has one less in hand whenever it is done with one.
    private const int ManyAtATime = 16;

    private readonly FrozenDictionary<string, Hand> hands = QueueNames.All.ToFrozenDictionary(queue => queue, _ => new Hand());

    /// <summary>How long the process has had nothing of a queue in hand; zero while it has.</summary>
    /// <param name="queue">The queue.</param>
    public TimeSpan IdleOf(string queue)
    {
        var hand = hands[queue];
        return Interlocked.Read(ref hand.Messages) > 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(Interlocked.Read(ref hand.Since));
    }

    /// <summary>Whether a queue is consumed from and nothing waits in it, as far as one can tell from here: it gives fewer at a time than it could.</summary>
    /// <param name="queue">The queue.</param>
    public bool IsWorkedOff(string queue) => hands[queue].IsConsumed && Interlocked.Read(ref hands[queue].Messages) < ManyAtATime;

    public Task PreReceive(ReceiveContext context) => Count(context, 1);

    public Task PostReceive(ReceiveContext context) => Count(context, -1);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Count(context, -1);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task Ready(ReceiveEndpointReady ready) => Consume(ready.InputAddress, true);

    public Task Stopping(ReceiveEndpointStopping stopping) => Consume(stopping.InputAddress, false);

    public Task Completed(ReceiveEndpointCompleted completed) => Consume(completed.InputAddress, false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Consume(faulted.InputAddress, false);

    // The bus has an endpoint of its own, for answers that nobody asks for.
    private Task Consume(Uri address, bool isConsumed)
    {
        if (hands.TryGetValue(address.Segments[^1], out var hand))
        {
            hand.IsConsumed = isConsumed;
        }

        return Task.CompletedTask;
    }

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

        public volatile bool IsConsumed;

        public long Since = TimeProvider.System.GetTimestamp();
    }
}
