using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>Batches of news that come faster than one after the other can be taken in.</summary>
public sealed class NewsLaneTests
{
    private readonly List<string> applied = [];
    private NewsLane lane = null!;
    private TaskCompletionSource first = null!;

    [SetUp]
    public void Begin() => (lane, first) = (new NewsLane(), new TaskCompletionSource());

    [TearDown]
    public void End()
    {
        lane.Dispose();
        applied.Clear();
    }

    [Test]
    public async Task What_waits_meanwhile_goes_together()
    {
        await Task.WhenAll(AllWhileTheFirstIsOnItsWay(Batch("A"), Batch("B", "C"), Batch("D")));

        Assert.That(applied, Is.EqualTo(new[] { "A", "BCD" }));
    }

    [Test]
    public async Task What_waits_alone_goes_alone()
    {
        first.SetResult();
        await RunAsync(Batch("A"));
        await RunAsync(Batch("B"));

        Assert.That(applied, Is.EqualTo(new[] { "A", "B" }));
    }

    [Test]
    public async Task Of_those_that_go_together_the_one_that_can_not_be_processed_fails_and_no_other()
    {
        var (a, b, bad, c) = AllWhileTheFirstIsOnItsWay(Batch("A"), Batch("B"), Batch("bad"), Batch("C")) switch { var all => (all[0], all[1], all[2], all[3]) };
        await Task.WhenAll(a, b, c);

        Assert.That(async () => await bad, Throws.InstanceOf<FormatException>());
        Assert.That(applied, Is.EqualTo(new[] { "A", "BbadC", "B", "bad", "C" }));
    }

    [Test]
    public void While_the_store_is_away_all_of_them_are_told_so_and_none_is_tried_by_itself()
    {
        var all = AllWhileTheFirstIsOnItsWay(Batch("A"), Batch("away"), Batch("B"));

        Assert.That(async () => await all[0], Throws.Nothing);
        Assert.That(async () => await all[1], Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(async () => await all[2], Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(applied, Is.EqualTo(new[] { "A", "awayB" }));
    }

    [Test]
    public async Task So_much_goes_together_and_no_more()
    {
        var large = Batch([.. Enumerable.Repeat("x", 300)]);
        await Task.WhenAll(AllWhileTheFirstIsOnItsWay(Batch("A"), large, large, Batch("B")));

        Assert.That(applied.Select(together => together.Length), Is.EqualTo(new[] { 1, 300, 301 }));
    }

    [Test]
    public async Task Whoever_gives_up_waiting_holds_up_nobody()
    {
        using var stop = new CancellationTokenSource();
        var a = RunAsync(Batch("A"));
        var given = RunAsync(Batch("B"), stop.Token);
        await stop.CancelAsync();
        first.SetResult();
        await a;

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        await RunAsync(Batch("C"));
        Assert.That(string.Concat(applied), Does.EndWith("C"));
    }

    private Task[] AllWhileTheFirstIsOnItsWay(params IReadOnlyList<NewsItem>[] batches)
    {
        Task[] all = [.. batches.Select(batch => RunAsync(batch))];
        first.SetResult();
        return all;
    }

    private Task RunAsync(IReadOnlyList<NewsItem> batch, CancellationToken cancellationToken = default) => lane.RunAsync(
        batch,
        async news =>
        {
            var together = string.Concat(news.Select(item => item.Message.ClOrdId));
            applied.Add(together);
            await first.Task;
            if (together.Contains("bad", StringComparison.Ordinal))
            {
                throw new FormatException();
            }

            if (together.Contains("away", StringComparison.Ordinal))
            {
                throw new StoreUnavailableException("away", new IOException());
            }
        },
        cancellationToken);

    private static NewsItem[] Batch(params string[] orders) =>
    [
        .. orders.Select(clOrdId => new NewsItem
        {
            MessageId = Guid.Empty, Message = new OrderProposed { ClOrdId = clOrdId, IntentId = "I", Pass = 1, Seq = 1, At = DateTimeOffset.UnixEpoch },
        }),
    ];
}
