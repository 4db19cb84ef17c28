using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>The stream, and what makes up for it when it is away.</summary>
public sealed class StreamTests
{
    private VenueUnderTest venue = null!;

    [SetUp]
    public void Start() => venue = new VenueUnderTest();

    [TearDown]
    public void Stop() => venue.Dispose();

    [Test]
    public void The_stream_is_opened_with_the_key_and_nothing_of_the_key_is_logged()
    {
        venue.Next();

        Assert.That(venue.Socket.Sent, Is.EqualTo(new[]
        {
            """{"action":"authenticate","data":{"key_id":"key","secret_key":"hush"}}""", """{"action":"listen","data":{"streams":["trade_updates"]}}""",
        }));
        venue.Socket.Close();
        Assert.That(venue.Log.Lines, Is.Not.Empty.And.None.Contains("hush"));
        Assert.That(StubVenue.Credentials.ToString(), Does.Not.Contain("hush"));
    }

    [Test]
    public void A_fill_is_this_executions_quantity_and_price_not_the_orders_totals()
    {
        venue.Next();

        // 769 of 1,000 were filled before; this execution is 100.
        venue.Socket.Push(Sample.Update(
            "partial_fill", "x-1", Sample.Order(status: "partially_filled", qty: "1000.0", filled: "\"869\""), qty: "100", price: "31.6"));

        var report = venue.Next().Single();
        Assert.That(
            (report.ExecType, report.OrdStatus, report.ExecId, report.LastQty, report.LastPx, report.CumQty, report.LeavesQty),
            Is.EqualTo((ExecType.Trade, OrdStatus.PartiallyFilled, "x-1", 100m, 31.6m, 869m, 131m)));
        Assert.That(
            (report.Venue, report.Account, report.OrderId, report.ClOrdId, report.Symbol, report.Side, report.OrderQty),
            Is.EqualTo(("alpaca", "acc", "v-1", "OURS", "AAPL", Side.Buy, 1000m)));
    }

    [Test]
    public void A_fill_has_one_id_whether_the_stream_tells_it_or_the_activities()
    {
        venue.Next();
        venue.Socket.Push(Sample.Update("fill", "x-1", Sample.Order(status: "filled", filled: "\"10\""), qty: "10", price: "180.1"));
        var streamed = venue.Next().Single();

        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\""));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten));
        venue.Restart();
        var listed = venue.Next().Single(report => report.ExecType == ExecType.Trade);

        Assert.That(
            (listed.ExecId, listed.ClOrdId, listed.OrderId, listed.LastQty, listed.LastPx, listed.OrderQty),
            Is.EqualTo((streamed.ExecId, streamed.ClOrdId, streamed.OrderId, streamed.LastQty, streamed.LastPx, streamed.OrderQty)));
    }

    [Test]
    public void A_second_correction_under_the_id_of_the_first_is_told_and_its_repetition_is_not()
    {
        venue.Next();
        foreach (var price in new[] { "181", "182", "182.00", "181" })
        {
            venue.Socket.Push(Sample.Update("trade_correct", "x-1", Sample.Order(status: "filled", filled: "\"10\""), qty: "10", price: price));
        }

        Assert.That(
            venue.Next().Select(report => (report.ExecId, report.LastQty, report.LastPx)),
            Is.EqualTo(new[] { ("x-1/correct", 10m, 181m), ("x-1/correct", 10m, 182m) }));
    }

    [Test]
    public void A_correction_has_one_id_whether_the_stream_tells_it_or_the_activities()
    {
        venue.Next();
        venue.Socket.Push(Sample.Update("trade_correct", "x-1", Sample.Order(status: "filled", filled: "\"10\""), qty: "10.0", price: "180.100"));
        var streamed = venue.Next().Single();

        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\""));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten, type: "trade_correct"));
        venue.Restart();
        var listed = venue.Next().Single(report => report.ExecType == ExecType.TradeCorrect);

        Assert.That(
            (listed.ExecId, listed.ExecRefId, listed.LastQty, listed.LastPx), Is.EqualTo((streamed.ExecId, streamed.ExecRefId, streamed.LastQty, streamed.LastPx)));
    }

    [Test]
    public void What_happened_while_the_stream_was_away_is_told_before_what_it_tells_then()
    {
        venue.Next();
        venue.Socket.Close();
        venue.Orders.AddRange(
        [
            Sample.Order("v-1", "A", "canceled", changed: Sample.Ten.AddSeconds(0.4)), Sample.Order("v-2", "B", "filled", filled: "\"10\"", changed: Sample.Ten.AddSeconds(0.2)),
        ]);
        venue.Fills.Add(Sample.Fill("x-2", Sample.Ten.AddSeconds(0.2), "v-2"));
        venue.Pass(TimeSpan.FromSeconds(1));
        Assert.That(venue.Sockets, Has.Count.EqualTo(2), "it has come up again");

        venue.Socket.Push(Sample.Update("canceled", "x-9", Sample.Order("v-3", "C", "canceled", changed: Sample.Ten.AddSeconds(1))));

        Assert.That(
            venue.Next().Select(report => (report.ClOrdId, report.ExecType)),
            Is.EqualTo(new[] { ("B", ExecType.Trade), ("B", ExecType.OrderStatus), ("A", ExecType.Canceled), ("C", ExecType.Canceled) }));
    }

    [Test]
    public void When_the_lists_do_not_answer_what_the_stream_of_a_new_connection_tells_counts_all_the_same()
    {
        venue.Next();
        venue.Socket.Close();
        venue.Pass(TimeSpan.FromSeconds(1));
        venue.Outage = () => StubVenue.Html("", 503);
        venue.Socket.Push(Sample.Update("canceled", null, Sample.Order(status: "canceled")));

        Assert.That(venue.Next().Single().ExecType, Is.EqualTo(ExecType.Canceled), "else it would wait for as long as the lists are away");
        Assert.That(venue.Next(), Is.Empty);
        Assert.That(venue.Http.Asked.Count(asked => asked.Contains("status=all")), Is.EqualTo(2), "they are not asked again without a pause");

        venue.Outage = null;
        venue.Pass(TimeSpan.FromSeconds(1));
        venue.Next();
        Assert.That(venue.Http.Asked.Count(asked => asked.Contains("status=all")), Is.EqualTo(3), "but as soon as they may be");
    }

    [Test]
    public void Without_a_stream_the_lists_are_asked_again_and_again()
    {
        venue.OnConnect = _ => throw new IOException("no way through");
        venue.Next();
        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\"", changed: Sample.Ten.AddSeconds(1)));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten.AddSeconds(1)));
        venue.Pass(TimeSpan.FromSeconds(3));

        Assert.That(venue.Next().Select(report => report.ExecId), Does.Contain("x-1"));
        Assert.That(venue.Sockets, Has.Count.GreaterThan(1));
    }

    [Test]
    public void An_adapter_whose_stream_is_another_versions_hears_everything_from_the_lists_and_complains_of_nothing()
    {
        using var reports = new AlpacaReports(venue.Http, null, "acc", StubVenue.Options, StubVenue.Credentials, venue.Clock, venue.Log);
        var first = reports.ReportsSinceAsync(null, CancellationToken.None).Result;
        venue.Orders.Add(Sample.Order(status: "canceled", changed: Sample.Ten.AddSeconds(5)));
        venue.Pass(StubVenue.Options.PollInterval);
        var second = reports.ReportsSinceAsync(first.Watermark, CancellationToken.None).Result;

        Assert.That((first.IsEmpty, second.Reports.Single().ExecType, reports.Interruptions), Is.EqualTo((true, ExecType.Canceled, 0L)));
        Assert.That(venue.Log.Lines.Where(line => line.Contains("lost")), Is.Empty);
    }

    [Test]
    public void News_that_the_stream_lost_comes_from_the_lists_at_the_next_poll()
    {
        venue.Next();
        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\"", changed: Sample.Ten.AddSeconds(5)));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten.AddSeconds(5)));
        venue.Pass(TimeSpan.FromSeconds(29));
        Assert.That(venue.Next(), Is.Empty);

        venue.Pass(TimeSpan.FromSeconds(1));

        Assert.That(venue.Next().Select(report => report.ExecId), Does.Contain("x-1"));
        Assert.That(venue.Sockets, Has.Count.EqualTo(1), "the stream is up");
    }

    [Test]
    public void A_silent_stream_is_asked_for_a_sign_of_life_and_a_dead_one_replaced()
    {
        venue.Next();
        venue.Follow(TimeSpan.FromSeconds(200));
        Assert.That(venue.Sockets, Has.Count.EqualTo(1), "it answers each time");
        Assert.That(venue.Socket.Sent, Has.Count.GreaterThan(4));

        venue.Socket.AnswersListen = false;
        venue.Follow(TimeSpan.FromSeconds(130));

        Assert.That(venue.Sockets, Has.Count.EqualTo(2));
        Assert.That(venue.Sockets[0].IsDisposed, Is.True);
    }

    [Test]
    public void A_stream_that_refuses_the_key_is_tried_again_ever_more_seldom()
    {
        venue.OnConnect = socket => socket.Authorization = "unauthorized";
        venue.Follow(TimeSpan.FromMinutes(2));
        var early = venue.Sockets.Count;
        venue.Follow(TimeSpan.FromMinutes(2));

        Assert.That(early, Is.InRange(5, 12));
        Assert.That(venue.Sockets.Count - early, Is.InRange(4, 8), "30 s is the longest pause, less up to a half");
        Assert.That(venue.Log.Lines, Has.Some.Contains("authorization was refused"));
    }

    [Test]
    public void A_stream_that_nobody_wants_any_more_is_left_to_another_process_and_opened_again_when_somebody_does()
    {
        venue.Next();
        venue.Pass(TimeSpan.FromMinutes(5));
        Assert.That((venue.Sockets.Count, venue.Socket.IsDisposed), Is.EqualTo((1, true)));

        venue.Orders.Add(Sample.Order(status: "canceled", changed: Sample.Ten.AddMinutes(3)));
        Assert.That(venue.Next().Single().ExecType, Is.EqualTo(ExecType.Canceled));
        Assert.That((venue.Sockets.Count, venue.Socket.IsDisposed), Is.EqualTo((2, false)));
    }

    [Test]
    public void A_stream_that_never_says_that_it_listens_is_given_up()
    {
        venue.OnConnect = socket => socket.AnswersListen = false;
        venue.Next();
        venue.OnConnect = _ => { };

        venue.Pass(StubVenue.Options.RequestTimeout + TimeSpan.FromSeconds(2));

        Assert.That(venue.Sockets, Has.Count.EqualTo(2));
        Assert.That(venue.Sockets[0].IsDisposed, Is.True);
    }

    [TestCase("this is no JSON")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""{"stream":"trade_updates"}""")]
    [TestCase("""{"stream":"trade_updates","data":{"event":"fill","timestamp":"2026-03-02T15:00:00Z"}}""")]
    [TestCase("""{"stream":"trade_updates","data":{"event":7}}""")]
    public void A_frame_that_can_not_be_read_makes_the_lists_be_asked(string frame) => AssertAsksTheLists(frame);

    // Without its id a fill could be booked twice; the activities have one.
    [TestCase(null, "10", "180.1")]
    [TestCase("x-1", null, "180.1")]
    [TestCase("x-1", "10", null)]
    public void A_fill_without_id_quantity_or_price_is_taken_from_the_lists(string? execId, string? qty, string? price) =>
        AssertAsksTheLists(Sample.Update("fill", execId, Sample.Order(status: "filled", filled: "\"10\""), qty: qty, price: price));

    [Test]
    public void An_event_that_nobody_knows_is_told_with_its_word_and_the_order_asked_for()
    {
        venue.Next();
        venue.Orders.Add(Sample.Order(status: "suspended", changed: Sample.Ten.AddSeconds(1)));
        venue.Socket.Push(Sample.Update("warped", "x-1", Sample.Order(status: "entangled"), more: ""","reason":"CORPORATE_ACTION" """));

        var unknown = venue.Next().Single();
        Assert.That(
            (unknown.ExecType, unknown.OrdStatus, unknown.ExecId, unknown.Text),
            Is.EqualTo((ExecType.OrderStatus, OrdStatus.New, (string?)null, "event=warped, status=entangled, CORPORATE_ACTION")));

        venue.Pass(TimeSpan.FromSeconds(1));
        Assert.That(venue.Next().Single().ExecType, Is.EqualTo(ExecType.Suspended));
        Assert.That(venue.Log.Lines, Has.Some.Contains("warped"));
    }

    [Test]
    public void A_word_that_every_event_bears_has_the_lists_asked_ever_more_rarely_and_one_after_a_rest_at_once()
    {
        venue.Next();
        venue.Pass(TimeSpan.FromSeconds(1));
        var looks = venue.LooksAsked;
        for (var second = 0; second < 300; second++)
        {
            venue.Socket.Push(Sample.Update("warped", null, Sample.Order(changed: venue.Now), venue.Now));
            venue.Next();
            venue.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.That(venue.LooksAsked - looks, Is.InRange(6 + (230 / 30), 6 + (300 / 30)), "after 1, 2, 4, 8 and 16 seconds, and then as often as without");

        venue.Socket.Close();
        venue.Pass(TimeSpan.FromSeconds(1));
        looks = venue.LooksAsked;
        venue.Next();
        Assert.That(venue.LooksAsked, Is.EqualTo(looks + 1), "a stream that was away waits for nothing");

        venue.Follow(2 * StubVenue.Options.PollInterval);
        looks = venue.LooksAsked;
        venue.Pass(TimeSpan.FromSeconds(1));
        venue.Socket.Push(Sample.Update("warped", null, Sample.Order(changed: venue.Now), venue.Now));
        venue.Next();
        Assert.That(venue.LooksAsked, Is.EqualTo(looks + 1));
    }

    [Test]
    public void Somebodys_order_of_several_legs_is_passed_over_and_nobody_is_asked_for_it()
    {
        venue.Next();
        venue.Pass(TimeSpan.FromSeconds(2));
        var looks = venue.LooksAsked;

        venue.Socket.Push(Sample.Update("new", null, Sample.Order("v-2", "THEIRS", side: "", type: "").Replace("\"symbol\":\"AAPL\"", "\"symbol\":\"\"", StringComparison.Ordinal)));

        Assert.That(venue.Next(), Is.Empty);
        Assert.That(venue.LooksAsked, Is.EqualTo(looks));
    }

    private void AssertAsksTheLists(string frame)
    {
        venue.Next();
        venue.Pass(TimeSpan.FromSeconds(2));
        Assert.That(venue.Next(), Is.Empty);
        var looks = venue.LooksAsked;
        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\"", changed: Sample.Ten.AddSeconds(1)));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten.AddSeconds(1)));

        venue.Socket.Push(frame);

        Assert.That(venue.Next().Where(report => report.ExecType == ExecType.Trade).Select(report => report.ExecId), Is.EqualTo(new[] { "x-1" }));
        Assert.That(venue.LooksAsked, Is.EqualTo(looks + 1));
        Assert.That(venue.Sockets, Has.Count.EqualTo(1), "the stream goes on");
    }
}
