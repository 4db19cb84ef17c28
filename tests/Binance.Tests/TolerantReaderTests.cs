using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>What Binance adds, leaves out and renames.</summary>
public sealed class TolerantReaderTests
{
    private Trading trading = null!;

    [SetUp]
    public void Open()
    {
        trading = new Trading();
        trading.Listen();
    }

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void A_field_that_nobody_knows_is_kept_raw_with_each_report_and_logged_once()
    {
        trading.Behave("""{"when":{"event":"any"},"set":{"zz":{"a":[1]}}}""");
        trading.Submit("A");
        trading.Submit("B");
        trading.Pass(TimeSpan.FromSeconds(1));

        Assert.That(trading.Reports.Where(report => report.ExecType == ExecType.Trade).Select(report => report.Unread), Is.EqualTo(new[] { """{"zz":{"a":[1]}}""", """{"zz":{"a":[1]}}""" }));
        Assert.That(trading.Log.Lines.Where(line => line.Contains("""executionReport.zz is {"a":[1]}""")).ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_status_that_nobody_knows_becomes_a_status_report_and_the_lists_are_asked()
    {
        trading.Behave("""{"when":{"event":"new"},"set":{"x":"QUANTUM","X":"QUANTUM"}}""");
        trading.Submit("A", OrdType.Limit, 90);
        trading.Pass(TimeSpan.FromSeconds(3));

        Assert.That(trading.Reports.Select(report => (report.ExecType, report.Text)), Is.EqualTo(new[]
        {
            (ExecType.OrderStatus, "event=QUANTUM, status=QUANTUM"), (ExecType.New, (string?)null),
        }));
    }

    [Test]
    public void A_trade_without_its_id_is_not_booked_from_the_stream_but_from_the_list()
    {
        trading.Behave("""{"when":{"event":"execution"},"remove":["t"]}""");
        trading.Submit("A");
        trading.Pass(TimeSpan.FromSeconds(3));

        Assert.That(trading.Reports.Where(report => report.ExecType == ExecType.Trade).Select(report => report.ExecId), Is.EqualTo(new[] { "BTCUSDT-T1" }));
    }

    [TestCase("status")]
    [TestCase("side")]
    [TestCase("origQty")]
    [TestCase("executedQty")]
    public void An_answer_without_a_field_that_it_must_have_is_none(string field)
    {
        trading.Submit("A");
        trading.Behave($$"""{"when":{"call":"query"},"remove":["{{field}}"]}""");

        Assert.That(trading.Query("A"), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Unreadable).And.Property("Reason").Contains($"{field} is missing"));
    }

    [Test]
    public void A_terminated_stream_is_opened_again_and_what_was_missed_is_found()
    {
        trading.Submit("A", OrdType.Limit, 90);
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Behave("""{"when":{"event":"execution","count":1},"set":{"e":"eventStreamTerminated"}}""");
        trading.Act("""{"fill":{"cl_ord_id":"A","qty":4}}""");
        trading.Pass(TimeSpan.FromSeconds(5));

        Assert.That(trading.Reports.Count(report => report.ExecType == ExecType.Trade), Is.EqualTo(1));
        Assert.That(trading.Venue.Calls.Count(call => call.Path == "/ws-api/v3"), Is.EqualTo(2));
    }

    [Test]
    public void A_silent_stream_is_asked_for_a_sign_of_life_and_lives()
    {
        trading.Pass(TimeSpan.FromMinutes(5));

        Assert.That(trading.Venue.Calls.Count(call => call.Path == "/ws-api/v3"), Is.EqualTo(1));
    }
}
