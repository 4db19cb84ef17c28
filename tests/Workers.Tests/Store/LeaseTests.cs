using Pipeline.Store;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Store.Leases;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class LeaseTests(StoreKind kind)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private TestStore opened = null!;

    [SetUp]
    public void Open() => opened = TestStore.Create(kind);

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task One_holds_it_and_a_second_waits_until_it_runs_out()
    {
        Assert.That(await TryTake("a", 0), Is.True);
        Assert.That(await TryTake("b", 4.9), Is.False);
        Assert.That(await TryTake("b", 5), Is.True);
        Assert.That(await TryTake("a", 6), Is.False);
    }

    [Test]
    public async Task Who_renews_keeps_it()
    {
        Assert.That(await TryTake("a", 0), Is.True);
        Assert.That(await TryTake("a", 4), Is.True);
        Assert.That(await TryTake("b", 8), Is.False);
    }

    [Test]
    public async Task Who_gives_up_what_another_holds_takes_nothing_away()
    {
        await TryTake("a", 0);
        await opened.Store.WriteAsync(session =>
        {
            LeaseTable.Release(session, "duty", "b");
            return true;
        });

        Assert.That(await TryTake("b", 1), Is.False);
    }

    [Test]
    public async Task One_from_before_the_clock_was_set_back_has_run_out()
    {
        Assert.That(await TryTake("a", 3600), Is.True);
        Assert.That(await TryTake("b", 0), Is.True);
    }

    [Test]
    public async Task A_stand_by_takes_over_when_the_holder_gives_it_up()
    {
        var first = Holder().Hold("duty", CancellationToken.None);
        await Eventually.Holds(() => first.IsHeld, "the first holds the lease");
        await using var second = Holder().Hold("duty", CancellationToken.None);
        await using var other = Holder().Hold("another duty", CancellationToken.None);
        await Eventually.Holds(() => other.IsHeld, "another lease is free");
        Assert.That(second.IsHeld, Is.False);

        await first.DisposeAsync();

        Assert.That(first.IsHeld, Is.False);
        await Eventually.Holds(() => second.IsHeld, "the second took over");
    }

    [Test]
    public async Task One_that_ran_out_and_that_nobody_else_had_meanwhile_is_the_same_term()
    {
        await using var lease = Brief().Hold("duty", CancellationToken.None);
        await Eventually.Holds(() => lease.IsHeld, "it is ours");
        await Eventually.Holds(() => !lease.IsHeld, "its renewal is late");
        await Eventually.Holds(() => lease.IsHeld, "it is ours again");

        Assert.That(lease.Terms, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_that_another_had_meanwhile_is_another_term_also_where_the_answer_that_it_is_ours_again_was_lost(bool answerIsLost)
    {
        // Between two renewals of one that lasts for less another one has it for a moment.
        var store = new StoreThatFailsOnce(opened.Store) { Records = true, HasFailed = true };
        await using var lease = new LeaseHolder(store, NullLogger<LeaseHolder>.Instance, TimeSpan.FromMilliseconds(300)).Hold("duty", CancellationToken.None);
        await Eventually.Holds(() => lease.IsHeld, "it is ours");
        await Eventually.Until(
            () => opened.Store.WriteAsync(session => LeaseTable.TryTake(session, "duty", "another", session.Now, TimeSpan.Zero)), taken => taken, "another one has it");
        store.HasFailed = !answerIsLost;

        await Eventually.Holds(() => store.HasFailed && lease.IsHeld && lease.Terms > 1, "it is ours again, and known to be");
    }

    [Test]
    public async Task One_that_was_taken_though_the_answer_was_lost_is_the_first_term()
    {
        var losing = new StoreThatFailsOnce(opened.Store) { Records = true };
        await using var lease = new LeaseHolder(losing, NullLogger<LeaseHolder>.Instance).Hold("duty", CancellationToken.None);

        await Eventually.Holds(() => lease.IsHeld, "it is known to be ours");
        Assert.That(lease.Terms, Is.EqualTo(1));
    }

    [Test]
    public async Task Whatever_goes_wrong_with_a_renewal_the_next_one_is_tried()
    {
        var failing = new StoreThatFailsOnce(opened.Store);
        await using var lease = new LeaseHolder(failing, NullLogger<LeaseHolder>.Instance).Hold("duty", CancellationToken.None);

        await Eventually.Holds(() => lease.IsHeld, "the second try is answered");
        Assert.That(failing.HasFailed, Is.True);
    }

    [Test]
    public async Task Of_many_that_try_at_once_one_gets_it()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => TryTake($"holder {i}", 0))));

        Assert.That(tries.Count(got => got), Is.EqualTo(1));
    }

    // Renewed once a second, it has run out most of the time.
    private LeaseHolder Brief() => new(opened.Store, NullLogger<LeaseHolder>.Instance, TimeSpan.FromMilliseconds(300));

    private LeaseHolder Holder() => new(opened.Store, NullLogger<LeaseHolder>.Instance);

    private Task<bool> TryTake(string holder, double second) =>
        opened.Store.WriteAsync(session => LeaseTable.TryTake(session, "duty", holder, Start.AddSeconds(second), TimeSpan.FromSeconds(5)));

    private sealed class StoreThatFailsOnce(IStore store) : IStore
    {
        public bool HasFailed { get; set; }

        /// <summary>Whether it has recorded what it fails at.</summary>
        public bool Records { get; init; }

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);

        public async Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
        {
            if (HasFailed)
            {
                return await store.WriteAsync(turn, step, cancellationToken);
            }

            HasFailed = true;
            if (Records)
            {
                await store.WriteAsync(turn, step, cancellationToken);
            }

            throw Records ? new StoreUnavailableException("the answer was lost") { MayBeRecorded = true } : new InvalidOperationException("nobody has thought of this");
        }
    }
}
