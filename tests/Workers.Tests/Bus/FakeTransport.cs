using System.Collections.Concurrent;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>A transport that keeps what is published, and confirms nothing while a test says so.</summary>
internal sealed class FakeTransport : IFollowUpPublisher
{
    private int refused;

    public ConcurrentQueue<FollowUp> Calls { get; } = new();

    public ConcurrentQueue<Type> News { get; } = new();

    public bool IsDown { get; set; }

    /// <summary>How many calls it did not take.</summary>
    public int Refused => Volatile.Read(ref refused);

    public Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            Interlocked.Increment(ref refused);
            return Silence();
        }

        Calls.Enqueue(followUp);
        return Task.CompletedTask;
    }

    public Task PublishAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            return Silence();
        }

        foreach (var item in news.Items)
        {
            News.Enqueue(item.Message.GetType());
        }

        return Task.CompletedTask;
    }

    public Task PublishAsync(OutcomeBatch outcomes, CancellationToken cancellationToken) => IsDown ? Silence() : Task.CompletedTask;

    private static Task Silence() => Task.FromException(new TimeoutException("nobody confirms"));
}
