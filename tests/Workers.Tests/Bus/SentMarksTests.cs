using NUnit.Framework;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>That a follow-up was sent rides along with what comes; a ride that the store drops costs its own marks and no others.</summary>
public sealed class SentMarksTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private InlineStore store = null!;
    private Rides rides = null!;
    private SentMarks marks = null!;
    private int recorded;

    [SetUp]
    public void Start()
    {
        (store, recorded) = (new InlineStore(), 0);
        rides = new Rides(store);
        marks = new SentMarks(rides, TimeProvider.System);
    }

    [TearDown]
    public void Stop() => store.Dispose();

    [Test]
    public async Task Those_that_come_before_the_ride_are_marked_by_it_and_those_after_by_another()
    {
        await SendAsync(3);
        Assert.That(rides.Waiting, Has.Count.EqualTo(1));

        rides.Depart();
        Assert.That(Unsent(), Is.Zero);

        await SendAsync(1);
        Assert.That(Unsent(), Is.EqualTo(1));
        rides.Depart();
        Assert.That(Unsent(), Is.Zero);
    }

    [Test]
    public async Task A_ride_that_fails_and_rides_again_marks_the_same()
    {
        await SendAsync(2);
        var failed = rides.Waiting.Single();
        Assert.That(
            async () => await store.WriteAsync(session =>
            {
                failed(session);
                throw new InvalidOperationException("the commit failed");
            }),
            Throws.InvalidOperationException);
        Assert.That(Unsent(), Is.EqualTo(2));

        rides.Depart();

        Assert.That(Unsent(), Is.Zero);
    }

    [Test]
    public async Task A_ride_that_the_store_drops_keeps_none_of_those_that_come_later_from_being_marked()
    {
        await SendAsync(1);
        rides.Waiting.Clear();

        await SendAsync(300);
        rides.Depart();

        // So many wait for a ride at the most.
        Assert.That(Unsent(), Is.EqualTo(256));
        await SendAsync(1);
        rides.Depart();
        Assert.That(Unsent(), Is.EqualTo(256));
    }

    [Test]
    public async Task A_store_that_writes_at_once_marks_at_once()
    {
        marks = new SentMarks(store, TimeProvider.System);

        await SendAsync(2);

        Assert.That(Unsent(), Is.Zero);
    }

    private async Task SendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var order = $"order-{++recorded}";
            var followUp = new FollowUp(
                Guid.NewGuid(), new OrderProposed { ClOrdId = order, IntentId = "intent", Pass = 1, Seq = recorded, At = At }, Pipeline.Store.Steps.Stages.Validation);
            await store.WriteAsync(session => FollowUpTable.Insert(session, followUp, Pipeline.Store.Steps.Stages.Intake));
            marks.Add(followUp);
        }
    }

    private long Unsent() => store.Read(FollowUpTable.CountUnsent);

    // Keeps what rides along until it is told to go.
    private sealed class Rides(IStore store) : IStore
    {
        public List<Action<StoreSession>> Waiting { get; } = [];

        public void Depart()
        {
            Waiting.ForEach(ride => store.WriteAsync(ride).GetAwaiter().GetResult());
            Waiting.Clear();
        }

        public void RideAlong(Action<StoreSession> step) => Waiting.Add(step);

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => store.WriteAsync(turn, step, cancellationToken);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);
    }
}
