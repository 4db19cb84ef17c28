using NUnit.Framework;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Simulated;

/// <summary>What every adapter makes of a venue that is simulated: told once, whatever is lost, doubled or late.</summary>
public abstract class SimulatedVenueCases<TTrading>
    where TTrading : SimulatedTrading
{
    private TTrading? trading;

    protected TTrading Trading => trading ?? throw new InvalidOperationException("no test runs");

    [SetUp]
    public void Open() => trading = NewTrading();

    [TearDown]
    public void Close() => trading?.Dispose();

    [Test]
    public void The_stream_and_the_lists_name_a_fill_alike_and_it_is_booked_once()
    {
        Trading.Listen();
        Trading.Submit("A");
        Trading.Pass(TimeSpan.FromMinutes(2));

        var streamed = Trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        var listed = SimulatedTrading.Done(Trading.Lookups.ExecutionsAsync(Trading.Now.AddMinutes(-5), CancellationToken.None)).Require("executions").Single();
        Assert.That((listed.ExecId, listed.ClOrdId, listed.LastQty, listed.LastPx), Is.EqualTo((streamed.ExecId, streamed.ClOrdId, streamed.LastQty, streamed.LastPx)));
    }

    [TestCase("""{"accept":false,"answer":"refused"}""", typeof(SubmitOutcome.NotSent), 0)]
    [TestCase("""{"accept":false,"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 0)]
    [TestCase("""{"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":504}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"truncated"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"html"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"empty"}""", typeof(SubmitOutcome.Unknown), 1)]
    public void A_broken_answer_is_never_taken_for_more_than_it_proves(string behaviour, Type outcome, int orders) => Proves(behaviour, outcome, orders);

    [Test]
    public void A_fill_that_the_stream_lost_comes_with_the_next_poll_and_one_it_doubled_once()
    {
        Trading.Listen();
        Trading.Behave("""{"when":{"event":"execution","nth":1},"lose":true}""");
        Trading.Behave("""{"when":{"event":"execution","nth":2},"repeat":3}""");
        Trading.Submit("A");
        Trading.Submit("B");
        Trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trading.Trades, Is.EqualTo(new[] { "B" }));

        Trading.Pass(Trading.PollInterval);

        Assert.That(Trading.Trades, Is.EqualTo(new[] { "B", "A" }));
    }

    [Test]
    public void What_happens_while_the_stream_is_away_is_told_once_it_is_back()
    {
        Trading.Listen();
        Trading.Submit("REST", OrdType.Limit, 90);
        Trading.Act("""{"drop_stream":{}}""");
        Trading.Act("""{"fill":{"cl_ord_id":"REST","qty":4}}""");
        Trading.Act("""{"cancel":{"cl_ord_id":"REST"}}""");

        Trading.Pass(TimeSpan.FromSeconds(5));

        Assert.That(
            Trading.Reports.Where(report => report.ExecType is ExecType.Trade or ExecType.Canceled).Select(report => (report.ExecType, report.ClOrdId, report.LastQty)),
            Is.EqualTo(new[] { (ExecType.Trade, "REST", 4m), (ExecType.Canceled, "REST", 0m) }));
        Trading.Submit("AFTER");
        Trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trading.Trades, Is.EqualTo(new[] { "REST", "AFTER" }), "and the stream is up again");
    }

    [Test]
    public void A_new_process_finds_what_happened_while_nobody_was_there()
    {
        Trading.Listen();
        Trading.Submit("A", OrdType.Limit, 90);
        Trading.Pass(TimeSpan.FromSeconds(1));
        Trading.Stop();
        Trading.Act("""{"fill":{"cl_ord_id":"A"}}""");
        Trading.Pass(TimeSpan.FromHours(2));

        Trading.Listen();

        Assert.That(Trading.Trades, Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void A_cancel_is_asked_for_and_reported_under_the_orders_own_id()
    {
        Trading.Listen();
        Trading.Submit("A", OrdType.Limit, 90);
        Assert.That(Trading.Cancel("A"), Is.TypeOf<CancelOutcome.Requested>());
        Trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That((Trading.Reports[^1].ExecType, Trading.Reports[^1].ClOrdId), Is.EqualTo((ExecType.Canceled, "A")));

        Assert.That(Trading.Cancel("A"), Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("TOO_LATE_TO_CANCEL"));
        Assert.That(Trading.Cancel("NEVER"), Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("UNKNOWN_ORDER"));
    }

    [Test]
    public void An_early_not_found_is_a_not_found_and_a_broken_look_up_is_none()
    {
        Trading.Behave("""{"when":{"call":"submit"},"hide":"2s"}""");
        Trading.Submit("A");
        Assert.That(Trading.Query("A"), Is.TypeOf<OrderQuery.NotFound>());
        Trading.Pass(TimeSpan.FromSeconds(2));
        Assert.That(Trading.Query("A"), Is.TypeOf<OrderQuery.Found>());

        Trading.Behave("""{"when":{"call":"query"},"status":503}""");
        Assert.That(Trading.Query("A"), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.ServerError));
    }

    [Test]
    public void However_strange_an_answer_or_an_event_is_it_refuses_nothing_and_the_fill_is_booked_once()
    {
        var strange = StrangeBodies.Select(body => $$"""{"when":{"call":"submit"},"body":{{System.Text.Json.JsonSerializer.Serialize(body)}}}""")
            .Concat(StrangeAnswers.Select(fields => $$"""{"when":{"call":"submit"},"set":{{fields}}}"""))
            .Concat(StrangeEvents.Select(fields => $$"""{"when":{"event":"any"},"set":{{fields}}}"""));
        Assert.Multiple(() =>
        {
            foreach (var behaviour in strange)
            {
                Close();
                Open();
                Trading.Listen();
                Trading.Behave(behaviour);
                var outcome = Trading.Submit("A");
                Trading.Pass(Trading.PollInterval + TimeSpan.FromMinutes(2));
                Assert.That(outcome, Is.TypeOf<SubmitOutcome.Acknowledged>().Or.TypeOf<SubmitOutcome.Unknown>(), behaviour);

                // An event may leave our id out: the venue's own says whose it is.
                Assert.That(Trading.Trades.ToList(), Is.EqualTo(new[] { "A" }).Or.EqualTo(new string?[] { null }), behaviour);
                Assert.That(Trading.Reports.Single(report => report.ExecType == ExecType.Trade).LastQty, Is.EqualTo(10), behaviour);
            }
        });
    }

    [Test]
    public void A_secret_that_an_event_repeats_stands_in_no_report()
    {
        Trading.Behave($$$"""{"when":{"event":"any"},"set":{"signedWith":"{{{Secret}}}"}}""");
        Trading.Listen();
        Trading.Submit("A");
        Trading.Pass(TimeSpan.FromSeconds(2));

        Assert.That(Trading.Reports.Select(report => report.Unread), Has.Some.EqualTo("""{"signedWith":"[removed]"}"""));
        Assert.That(Trading.Reports.Select(report => report.ToString()), Has.None.Contains(Secret));
    }

    /// <summary>What is no order, or not one alone, in any dialect.</summary>
    private static IEnumerable<string> StrangeBodies =>
    [
        "", " ", "null", "[]", "{}", "0", "\"ok\"", "{\"id\":", "\uFEFF{}", "{}{}", "[[[[[[[[[[", new string('[', 5_000) + new string(']', 5_000), "{\"code\":1e999}", "{\"status\":{\"a\":{}}}",
        "{\"orderId\":99999999999999999999999}", "\u0000", "HTTP/1.1 200 OK",
    ];

    /// <summary>Fields of the answer to an order as nobody expects them.</summary>
    protected abstract IEnumerable<string> StrangeAnswers { get; }

    /// <summary>Fields of an event as nobody expects them.</summary>
    protected abstract IEnumerable<string> StrangeEvents { get; }

    /// <summary>The key's secret.</summary>
    protected abstract string Secret { get; }

    protected abstract TTrading NewTrading();

    /// <summary>An order that is answered so comes to this, with so many orders at the venue, and was sent once.</summary>
    protected void Proves(string behaviour, Type outcome, int orders)
    {
        Trading.Behave("""{"when":{"call":"submit"},""" + behaviour[1..]);

        Assert.That(Trading.Submit("A"), Is.TypeOf(outcome));
        Assert.That(Trading.Venue.Orders, Has.Count.EqualTo(orders));
        Assert.That(Trading.Venue.Calls.Count(call => call.Method == "POST"), Is.EqualTo(1), "and sent once");
    }
}
