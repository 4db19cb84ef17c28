using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Store.Queries;
using static Pipeline.Workers.Tests.Rehearsal.Sample;

namespace Pipeline.Workers.Tests.Rehearsal;

internal sealed class RehearseFillsTests
{
    private readonly RecordingFolder folder = new();
    private string recording = "";

    [OneTimeSetUp]
    public void Record() => recording = folder.Zip(
        "aapl", FullDay,
        new("09:29", 99.90m, 300, 100.00m, 200), new("09:30", 99.80m, 300, 100.10m, 100), new("09:31", 99.70m, 400, 100.20m, 900),
        new("10:00", 98.00m, 100, 98.50m, 700), new("15:59", 97.00m, 100, 97.50m, 100), new("16:30", 90.00m, 100, 90.50m, 100));

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void A_market_order_takes_the_touch_at_the_open()
    {
        var run = RehearseRun.Of(folder, recording, Intent("buy", 150));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Order.OrdStatus, Is.EqualTo(OrdStatus.Filled));
            Assert.That(Fills(run.Order), Is.EqualTo(new[] { (150m, 100.00m, Utc(FullDay, 13, 30)) }));
            Assert.That(run.Order.Fills[0], Has.Property(nameof(FillView.Bid)).EqualTo(99.90m).And.Property(nameof(FillView.AskSize)).EqualTo(200m));
        }
    }

    [Test]
    public void An_order_larger_than_the_displayed_size_fills_in_parts_over_the_following_quotes() => Assert.That(
        Fills(RehearseRun.Of(folder, recording, Intent("buy", 500)).Order),
        Is.EqualTo(new[]
        {
            (200m, 100.00m, Utc(FullDay, 13, 30)), (100m, 100.10m, Utc(FullDay, 13, 31)), (200m, 100.20m, Utc(FullDay, 13, 32)),
        }));

    [Test]
    public void A_limit_order_waits_until_the_quote_reaches_it() => Assert.That(
        Fills(RehearseRun.Of(folder, recording, Intent("buy", 100, Limit(99))).Order),
        Is.EqualTo(new[] { (100m, 98.50m, Utc(FullDay, 14, 1)) }));

    [Test]
    public void An_immediate_order_takes_what_is_shown_and_the_rest_is_canceled()
    {
        var order = RehearseRun.Of(folder, recording, Intent("sell", 400, "\"order_type\":\"market\",\"time_in_force\":\"ioc\"")).Order;

        Assert.That((order.OrdStatus, order.CumQty, order.AvgPx), Is.EqualTo((OrdStatus.Canceled, 300m, (decimal?)99.90m)));
    }

    [TestCase("10:01")]
    [TestCase("2014-06-05T10:01:00-04:00")]
    [TestCase("2014-06-05T14:01:00Z")]
    public void An_intent_arrives_at_its_own_time(string at)
    {
        var order = RehearseRun.Of(folder, recording, Intent("buy", 10, more: $"\"at\":\"{at}\",")).Order;

        Assert.That((order.ReceivedAt, order.AvgPx), Is.EqualTo((Utc(FullDay, 14, 1), (decimal?)98.50m)));
    }

    [Test]
    public void Intents_of_several_files_arrive_in_order_of_time()
    {
        var late = folder.Write("late.json", Intent("buy", 10, more: "\"at\":\"10:01\","));
        var early = folder.Write("early.json", $"[{Intent("buy", 20)},{Intent("buy", 30, more: "\"at\":\"09:31\",")}]");

        var run = RehearseRun.Of("--quotes", recording, "--intents", late, early, "--json");

        Assert.That(
            run.Orders.Select(order => (order.Qty, order.RebalanceId)),
            Is.EqualTo(new[] { (20m, "early.json#0"), (30m, "early.json#1"), (10m, "late.json#0") }));
    }

    [Test]
    public void The_start_can_be_told_and_is_when_intents_without_a_time_arrive() => Assert.That(
        RehearseRun.Of(folder, recording, Intent("buy", 10), "--from", "10:01").Order.AvgPx, Is.EqualTo(98.50m));

    [Test]
    public void A_quote_older_than_the_limit_denies_the_order() => Assert.That(
        RehearseRun.Of(folder, recording, Intent("buy", 10), "--from", "10:05", "--limits", folder.Write("limits.json", """{"global": {"max_quote_age_s": 60}}""")).Order.OrdStatus,
        Is.EqualTo(OrdStatus.Denied));

    [Test]
    public void A_paced_rehearsal_tells_what_happens_beside_the_orders()
    {
        var run = RehearseRun.Of(folder, recording, Intent("buy", 300), "--speed", "1000");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Order.OrdStatus, Is.EqualTo(OrdStatus.Filled));
            Assert.That(run.Error, Does.Contain($"2014-06-05 09:31:00 EDT  {run.Order.ClOrdId}  filled, 300 filled, 0 open"));
        }
    }

    [Test]
    public void The_same_rehearsal_twice_gives_the_same_bytes()
    {
        var intents = $"[{Intent("buy", 500)},{Intent("sell", 100, Limit(99, "gtc"), "\"at\":\"11:00\",")}]";

        var (once, again) = (RehearseRun.Of(folder, recording, intents), RehearseRun.Of(folder, recording, intents));

        Assert.That(again.Output, Is.EqualTo(once.Output).And.Not.Empty);
    }

    private static IEnumerable<(decimal Qty, decimal Px, DateTimeOffset At)> Fills(OrderView order) =>
        order.Fills.Select(fill => (fill.LastQty, fill.LastPx, fill.TransactTime));
}
