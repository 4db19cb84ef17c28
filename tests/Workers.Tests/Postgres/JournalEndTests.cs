using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Postgres;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Who follows the journal by its sequence misses nothing, though who draws a sequence first may commit last.</summary>
public sealed class JournalEndTests
{
    private TestStore opened = null!;
    private PostgresStore second = null!;

    [SetUp]
    public void Open()
    {
        opened = TestStore.Create(StoreKind.Postgres);
        second = opened.AnotherHost();
    }

    [TearDown]
    public async Task Close()
    {
        await second.DisposeAsync();
        opened.Dispose();
    }

    [Test]
    public async Task It_lies_before_an_entry_that_is_not_committed_and_behind_it_afterwards()
    {
        using var goOn = new SemaphoreSlim(0);
        var drawn = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = opened.Store.WriteAsync(Turn.Of("slow"), session =>
        {
            drawn.TrySetResult(StoreOnDisk.Note(session, "slow"));
            return goOn.Wait(TimeSpan.FromSeconds(20));
        });
        var first = await drawn.Task;
        var later = await second.WriteAsync(Turn.Of("quick"), session => StoreOnDisk.Note(session, "quick"));
        Assert.That(later, Is.GreaterThan(first));

        Assert.That(second.Read(JournalTable.End), Is.LessThan(first), "a follower would go past the entry that is still to come");
        Assert.That(second.Read(session => session.Scalar<long>("SELECT max(seq) FROM journal")), Is.EqualTo(later), "the later one is visible");
        Assert.That(await Sealing.SealAsync(second, TimeProvider.System, CancellationToken.None), Is.Zero, "the sealer waits");

        goOn.Release();
        Assert.That(await slow, Is.True);

        Assert.That(second.Read(JournalTable.End), Is.EqualTo(later));
        Assert.That(await Sealing.SealAsync(second, TimeProvider.System, CancellationToken.None), Is.EqualTo(2));
    }

    [Test]
    public async Task A_sequence_that_was_drawn_for_nothing_keeps_nobody_waiting()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => opened.Store.WriteAsync<long>(Turn.Of("a"), session =>
        {
            StoreOnDisk.Note(session, "undone");
            throw new InvalidOperationException("undone");
        }));
        var next = await second.WriteAsync(Turn.Of("b"), session => StoreOnDisk.Note(session, "next"));

        Assert.That(second.Read(JournalTable.End), Is.EqualTo(next));
        await Sealing.SealAsync(second, TimeProvider.System, CancellationToken.None);
        var check = new AuditCheck(second.Read);
        while (check.LookAtNext())
        {
        }

        Assert.That((check.Faults.Count, check.Records, check.PassedOver), Is.EqualTo((0, 1L, 1L)), "the chain is whole without it");
    }

    [Test]
    public async Task A_follower_beside_writers_of_two_hosts_sees_every_entry_once_and_in_order()
    {
        const int Writers = 6;
        const int Each = 40;
        using var isOver = new CancellationTokenSource();
        var follower = Task.Run(() => Follow(isOver.Token));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < Each; i++)
            {
                // Some commit long after they have drawn.
                var spins = random.Next(4) == 0 ? 50_000 : 0;
                await (writer % 2 == 0 ? opened.Store : second).WriteAsync(Turn.Of($"writer {writer}"), session =>
                {
                    var seq = StoreOnDisk.Note(session, $"{writer}");
                    Thread.SpinWait(spins);
                    return seq;
                });
            }
        })));
        await isOver.CancelAsync();

        Assert.That(await follower, Is.EqualTo(second.Read(session => session.Query<long>("SELECT seq FROM journal ORDER BY seq"))).And.Count.EqualTo(Writers * Each));
    }

    // A last look, after the writers have ended, takes what is left.
    private List<long> Follow(CancellationToken isOver)
    {
        var seen = new List<long>();
        for (var goesOn = true; goesOn;)
        {
            goesOn = !isOver.IsCancellationRequested;
            var (after, end) = (seen.LastOrDefault(), second.Read(JournalTable.End));
            seen.AddRange(second.Read(session => session.Query<long>("SELECT seq FROM journal WHERE seq > @after AND seq <= @end ORDER BY seq", new { after, end })));
        }

        return seen;
    }
}
