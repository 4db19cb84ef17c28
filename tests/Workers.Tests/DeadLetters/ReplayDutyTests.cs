using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.FollowUps;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>Replays go on whatever happens: what is to be replayed stands in the store, and would end the next process too.</summary>
public sealed class ReplayDutyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Open() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void Close() => pipeline.Dispose();

    [Test]
    public async Task What_nobody_has_thought_of_ends_no_process_and_the_next_round_sends()
    {
        var letter = await pipeline.Store.WriteAsync(session =>
        {
            var id = DeadLetterTable.Keep(session, new DeadLetter("analytics", "m-1", "OrderNews", null, "InvalidOperationException", "no way on", "a stack", "{}", "{}"u8.ToArray(), Now))!.Value;
            DeadLetterTable.SetReplayed(session, id, null, null, ReplayResult.Waits, isUnsent: true, Now);
            return id;
        });
        var sender = new Sender();
        var gate = new BusGate();
        gate.Open();
        using var news = new NewsFeed(new FakeTransport(), NullLogger<NewsFeed>.Instance);
        using var duty = new ReplayDuty(
            pipeline.Store, new ReplayWorker(new StoreThatFailsOnce(pipeline.Store), sender, pipeline.Clock, NullLogger<ReplayWorker>.Instance),
            new FollowUpDispatcher(new FakeTransport(), news, gate, pipeline.Store, pipeline.Clock, NullLogger<FollowUpDispatcher>.Instance), gate,
            new LeaseHolder(pipeline.Store, NullLogger<LeaseHolder>.Instance), NullLogger<ReplayDuty>.Instance);

        await duty.StartAsync(CancellationToken.None);

        await Eventually.Holds(() => sender.Last == letter || duty.ExecuteTask!.IsCompleted, "it is sent");
        Assert.That(duty.ExecuteTask!.IsCompleted, Is.False);
        await duty.StopAsync(CancellationToken.None);
    }

    private sealed class Sender : ILetterSender
    {
        private long last;

        public long Last => Interlocked.Read(ref last);

        public Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken)
        {
            Interlocked.Exchange(ref last, letter.Id);
            return Task.CompletedTask;
        }
    }

    private sealed class StoreThatFailsOnce(IStore store) : IStore
    {
        private int reads;

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public T Read<T>(Func<StoreSession, T> query) =>
            Interlocked.Increment(ref reads) == 1 ? throw new InvalidOperationException("nobody has thought of this") : store.Read(query);

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => store.WriteAsync(turn, step, cancellationToken);
    }
}
