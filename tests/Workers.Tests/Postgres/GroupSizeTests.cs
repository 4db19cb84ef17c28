using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>As many steps share a commit as are done in a moment: other hosts wait for what they name.</summary>
public sealed class GroupSizeTests
{
    [TestCase(64, 501, 32)]
    [TestCase(5, 501, 4)]
    [TestCase(4, 5_000, 4)]
    [TestCase(32, 500, 32)]
    [TestCase(32, 100, 32)]
    [TestCase(32, 99, 64)]
    [TestCase(48, 1, 64)]
    public void Half_as_many_follow_a_long_turn_and_twice_as_many_a_short_one(int size, int heldMs, int after) =>
        Assert.That(GroupSize.After(size, TimeSpan.FromMilliseconds(heldMs)), Is.EqualTo(after));

    [Test]
    public void A_turn_of_which_nobody_knows_how_long_it_was_waited_for_changes_nothing() => Assert.That(GroupSize.After(16, null), Is.EqualTo(16));

    [Test]
    public async Task A_turn_that_was_long_since_its_steps_are_is_followed_by_shorter_ones()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);

        Assert.That(await GroupsAsync(opened, opened.Store, () => Task.CompletedTask), Does.Contain(GroupSize.Largest / 2));
    }

    [Test]
    public async Task One_that_was_long_since_it_had_to_wait_is_followed_by_as_long_ones()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        await using var other = opened.AnotherHost();
        using var goOn = new SemaphoreSlim(0);
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = other.WriteAsync(Turn.OfAccount("paper"), session =>
        {
            session.Execute("SELECT 1");
            isIn.TrySetResult();
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        await isIn.Task;

        var groups = await GroupsAsync(opened, opened.Store, async () =>
        {
            await Eventually.Holds(() => opened.Store.Read(session => session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' AND now() - query_start > interval '600 milliseconds')")), "it has waited for longer than a turn may be long");
            goOn.Release();
            await busy;
        }, seconds: 0);

        Assert.That(groups.Max(), Is.EqualTo(GroupSize.Largest));
        Assert.That(groups, Does.Not.Contain(GroupSize.Largest / 2));
    }

    // How many steps each transaction had.
    private static async Task<IReadOnlyList<int>> GroupsAsync(TestStore opened, IStore store, Func<Task> meanwhile, double seconds = 0.02)
    {
        var steps = Enumerable.Range(0, 1 + (3 * GroupSize.Largest)).Select(_ => store.WriteAsync(
            Turn.OfAccount("paper"), session => session.Scalar<long>("SELECT txid_current() FROM (SELECT pg_sleep(@seconds)) AS slept", new { seconds }))).ToList();
        await meanwhile();
        return [.. (await Task.WhenAll(steps)).GroupBy(transaction => transaction).Select(steps => steps.Count())];
    }
}
