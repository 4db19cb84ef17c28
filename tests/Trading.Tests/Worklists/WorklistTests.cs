using NUnit.Framework;
using Pipeline.Trading.Worklists;

namespace Pipeline.Trading.Tests.Worklists;

public sealed class WorklistTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void What_is_oldest_and_costliest_comes_first()
    {
        var both = Item("both", minutes: 60, notional: 9_000);
        var old = Item("old", minutes: 90, notional: 10);
        var costly = Item("costly", minutes: 5, notional: 10_000);
        var neither = Item("neither", minutes: 1, notional: null);

        Assert.That(Worklist.Sorted([neither, costly, old, both], Now).Select(item => item.Subject), Is.EqualTo(new[] { "old", "both", "costly", "neither" }));
        Assert.That(Worklist.Sorted([neither, both], Now)[0].AgeS, Is.EqualTo(3_600));
    }

    [Test]
    public void Of_equals_the_older_comes_first_whatever_the_order_in_which_they_are_found()
    {
        var (a, b, c) = (Item("a", 1, 100), Item("b", 2, 50), Item("c", 2, 50));

        Assert.That(Worklist.Sorted([c, a, b], Now).Select(item => item.Subject), Is.EqualTo(new[] { "b", "c", "a" }));
        Assert.That(Worklist.Sorted([a, b, c], Now).Select(item => item.Subject), Is.EqualTo(new[] { "b", "c", "a" }));
    }

    private static WorkItem Item(string id, int minutes, decimal? notional) => new(WorkKind.Held, id, "AAPL", Now - TimeSpan.FromMinutes(minutes), notional, "", []);
}
