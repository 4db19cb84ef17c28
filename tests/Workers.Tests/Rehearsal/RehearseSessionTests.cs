using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using static Pipeline.Workers.Tests.Rehearsal.Sample;

namespace Pipeline.Workers.Tests.Rehearsal;

internal sealed class RehearseSessionTests
{
    private readonly RecordingFolder folder = new();
    private string halfDay = "";

    [OneTimeSetUp]
    public void Record() => halfDay = folder.Csv(
        "AAPL", HalfDay, new("09:29", 99.90m, 300, 100.00m, 200), new("12:58", 99.90m, 300, 100.00m, 200), new("13:10", 89.90m, 300, 90.00m, 200));

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [TestCase("09:29")]
    [TestCase("13:00")]
    [TestCase("13:05")]
    public void An_order_outside_the_session_is_denied(string at)
    {
        var run = RehearseRun.Of(folder, halfDay, Intent("buy", 10, more: $"\"at\":\"{at}\","));

        Assert.That((run.Order.OrdStatus, run.Order.Code, run.ExitCode), Is.EqualTo((OrdStatus.Denied, "SESSION_CLOSED", 0)));
    }

    [Test]
    public void An_order_after_the_early_close_is_told_why() => Assert.That(
        RehearseRun.Of(folder, halfDay, Intent("buy", 10, more: "\"at\":\"13:00\",")).Order.Detail, Does.Contain("after early close: Christmas Eve"));

    [Test]
    public void An_order_before_the_open_can_be_held_and_goes_out_at_the_open()
    {
        var early = folder.Csv("AAPL", FullDay, new("09:00", 9.90m, 300, 10.00m, 200), new("09:29", 9.80m, 300, 10.20m, 200));
        var held = RehearseRun.Of(
            folder, early, Intent("buy", 10, more: "\"at\":\"09:20\","), "--session-closed-market", "hold_until_open", "--limits", folder.Write("limits.json", """{"global": {"max_quote_age_s": 3600}}""")).Order;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((held.OrdStatus, held.Pass), Is.EqualTo((OrdStatus.Filled, 2)));
            Assert.That((held.Fills[0].TransactTime, held.AvgPx), Is.EqualTo((Utc(FullDay, 13, 30), (decimal?)10.20m)));
        }
    }

    [Test]
    public void A_day_order_expires_at_the_early_close_and_misses_the_later_quotes()
    {
        var run = RehearseRun.Of("--quotes", halfDay, "--intents", folder.Write("day.json", Intent("buy", 10, Limit(95))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Output, Does.Match("2015-12-24 13:00:00 EST +expired"));
            Assert.That(run.Output, Does.Contain("0 of 10 filled"));
        }
    }

    [Test]
    public void A_day_order_expires_at_the_close_when_the_recording_ends_before_it()
    {
        var morning = folder.Csv("AAPL", new DateOnly(2014, 6, 6), new RecordingFolder.Bar("09:29", 99.90m, 300, 100.00m, 200));

        var run = RehearseRun.Of(folder, morning, Intent("buy", 10, Limit(95)));

        Assert.That((run.ExitCode, run.Order.OrdStatus, run.Order.State), Is.EqualTo((0, OrdStatus.Expired, OrderState.Done)));
    }

    [Test]
    public void An_order_that_rests_as_gtc_at_the_end_is_no_failure_and_is_named()
    {
        var run = RehearseRun.Of(folder, halfDay, Intent("sell", 10, Limit(105, "gtc")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.ExitCode, run.Order.State), Is.EqualTo((0, OrderState.Working)));
            Assert.That(run.Error, Does.Contain($"{run.Order.ClOrdId} (AAPL) still rests as gtc"));
        }
    }
}
