using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>That nothing is lost between two watermarks, whoever asks.</summary>
public sealed class WatermarkTests
{
    private VenueUnderTest venue = null!;

    [SetUp]
    public void Start() => venue = new VenueUnderTest();

    [TearDown]
    public void Stop() => venue.Dispose();

    [Test]
    public async Task A_report_is_told_again_until_a_watermark_covers_it()
    {
        venue.Next();
        Push("A");
        var first = await venue.Reports.ReportsSinceAsync(venue.Watermark, CancellationToken.None);
        Push("B");
        var second = await venue.Reports.ReportsSinceAsync(venue.Watermark, CancellationToken.None);

        Assert.That(first.Reports.Select(report => report.ClOrdId), Is.EqualTo(new[] { "A" }));
        Assert.That(second.Reports.Select(report => report.ClOrdId), Is.EqualTo(new[] { "A", "B" }), "the first page was not booked");

        var third = await venue.Reports.ReportsSinceAsync(first.Watermark, CancellationToken.None);
        Assert.That(third.Reports.Select(report => report.ClOrdId), Is.EqualTo(new[] { "B" }));
        var fourth = await venue.Reports.ReportsSinceAsync(third.Watermark, CancellationToken.None);
        Assert.That((fourth.Reports.Count, fourth.Watermark), Is.EqualTo((0, third.Watermark)));
    }

    [Test]
    public void News_that_comes_twice_is_told_once()
    {
        venue.Next();
        Push("A");
        Push("A");
        Fill("x-1");
        Fill("x-1");

        Assert.That(venue.Next().Select(report => report.ExecType), Is.EqualTo(new[] { ExecType.Canceled, ExecType.Trade }));
        Push("A");
        Assert.That(venue.Next(), Is.Empty, "also after it was booked");
    }

    [Test]
    public void A_new_process_goes_on_where_the_stored_watermark_says()
    {
        venue.Orders.Add(Sample.Order("v-1", "OLD", "canceled", placed: Sample.Ten.AddHours(-3)));
        venue.Orders.Add(Sample.Order("v-2", "OPEN", placed: Sample.Ten.AddHours(-2)));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten.AddMinutes(-30), "v-2", qty: "4", type: "partial_fill"));
        Assert.That(venue.Next().Select(report => report.ClOrdId), Is.EqualTo(new[] { "OLD", "OPEN", "OPEN" }), "from the beginning");

        venue.Http.Asked.Clear();
        venue.Restart();
        venue.Next();

        // What changed since was open then (placed at 13:00), or was placed since; fills and fees are asked for from the newest known on.
        Assert.That(venue.Http.Asked, Is.EqualTo(new[]
        {
            "GET /v2/orders?status=all&limit=500&direction=asc&nested=false&after=2026-03-02T12%3A59%3A59.9990000Z",
            "GET /v2/orders?status=open&limit=500&direction=asc&nested=false",
            "GET /v2/account/activities/FILL?direction=asc&page_size=100&after=2026-03-02T14%3A28%3A59.9990000Z",
            "GET /v2/account/activities?activity_types=FEE,CFEE&direction=asc&page_size=100&after=2026-03-02T14%3A28%3A59.9990000Z",
        }));
    }

    [Test]
    public void What_a_process_heard_and_did_not_book_the_next_one_finds_in_the_lists()
    {
        venue.Orders.Add(Sample.Order("v-1", "A", changed: Sample.Ten));
        venue.Next();
        venue.Pass(TimeSpan.FromSeconds(5));
        var (canceled, at) = (Sample.Order("v-1", "A", "canceled", placed: Sample.Ten, changed: venue.Now), venue.Now);
        venue.Socket.Push(Sample.Update("canceled", "x-1", canceled, at));

        venue.Orders[0] = canceled;
        venue.Restart();

        Assert.That(venue.Next().Select(report => (report.ExecType, report.TransactTime)), Does.Contain((ExecType.Canceled, at)));
    }

    [Test]
    public void A_watermark_of_the_stream_makes_no_later_look_forget_what_the_stream_lost()
    {
        venue.Orders.Add(Sample.Order("v-1", "A"));
        venue.Next();

        // A fill is lost; much later another order's news comes through, is booked, and the process dies.
        venue.Fills.Add(Sample.Fill("x-lost", Sample.Ten.AddSeconds(3)));
        venue.Outage = () => StubVenue.Html("", 500);
        for (var minute = 0; minute < 10; minute++)
        {
            venue.Pass(TimeSpan.FromSeconds(60));
            Assert.That(venue.Next, Throws.TypeOf<VenueUnavailableException>());
        }

        venue.Socket.Push(Sample.Update("canceled", null, Sample.Order("v-2", "B", "canceled", changed: venue.Now), venue.Now));
        Assert.That(venue.Next().Single().ClOrdId, Is.EqualTo("B"), "the lists do not answer, the stream does");

        venue.Outage = null;
        venue.Restart();
        Assert.That(venue.Next().Select(report => report.ExecId), Does.Contain("x-lost"));
    }

    [Test]
    public async Task When_another_process_has_booked_meanwhile_this_one_starts_over_from_there()
    {
        venue.Next();
        Push("A");
        venue.Orders.Add(Sample.Order("v-5", "E", "canceled", changed: Sample.Ten.AddSeconds(30)));
        venue.Pass(TimeSpan.FromSeconds(40));

        var page = await venue.Reports.ReportsSinceAsync($"{Sample.Ten.AddSeconds(20):O}||4711|1", CancellationToken.None);

        Assert.That(page.Reports.Select(report => report.ClOrdId), Is.EqualTo(new[] { "E" }));
    }

    [TestCase("17")]
    [TestCase("yesterday||1|1")]
    [TestCase("||1|x")]
    [TestCase("||-1|1")]
    public void A_watermark_of_something_else_is_an_error_that_shows_it(string watermark) => Assert.That(
        () => venue.Reports.ReportsSinceAsync(watermark, CancellationToken.None), Throws.TypeOf<FormatException>().With.Message.Contains(watermark));

    [TestCase(true)]
    [TestCase(false)]
    public void An_entry_of_a_list_that_can_not_be_read_holds_nothing_up_and_is_asked_for_until_it_can(bool isFill)
    {
        venue.Orders.Add(Sample.Order("v-1", "A", "canceled", changed: Sample.Ten));
        var (list, broken, whole) = isFill
            ? (venue.Fills, Sample.Fill("x-1", Sample.Ten.AddSeconds(-30), qty: ""), Sample.Fill("x-1", Sample.Ten.AddSeconds(-30)))
            : (venue.Orders, Sample.Order("v-2", "B", "canceled", side: ""), Sample.Order("v-2", "B", "canceled"));
        list.Add(isFill ? broken.Replace("\"qty\":\"\"", "\"qty\":null").Replace("\"cum_qty\":\"\"", "\"cum_qty\":null") : broken);
        Assert.That(venue.Next().Select(report => report.ClOrdId), Is.EqualTo(new[] { "A" }));
        Assert.That(venue.Log.Lines, Has.Some.Contains("can't be read"));

        venue.Follow(TimeSpan.FromMinutes(10));
        list[^1] = whole;
        venue.Restart();

        Assert.That(
            venue.Next().Select(report => (report.ClOrdId, report.ExecType)),
            Does.Contain(isFill ? ("A", ExecType.Trade) : ("B", ExecType.Canceled)), "also by the next process, from the stored watermark");
    }

    [Test]
    public void A_long_look_is_told_in_pages_and_only_the_last_of_them_moves_its_beginning()
    {
        var buffer = new ReportBuffer(TimeSpan.FromMinutes(1), text => text);
        buffer.GoOnFrom(null);
        var (from, ticket) = buffer.BeginLook();
        var reader = new NewsReader("acc");
        buffer.EndLook(from, ticket, [.. Enumerable.Range(0, 1500).Select(number => reader.OfListed(Listed($"v-{number}")))], new Look(Sample.Ten, null));

        var first = buffer.Page();
        Assert.That((first.Reports.Count, ReportWatermark.Parse(first.Watermark!).Since), Is.EqualTo((1000, (DateTimeOffset?)null)));
        buffer.GoOnFrom(first.Watermark);
        var second = buffer.Page();
        Assert.That((second.Reports.Count, ReportWatermark.Parse(second.Watermark!).Since), Is.EqualTo((500, (DateTimeOffset?)Sample.Ten)));
        buffer.GoOnFrom(second.Watermark);
        Assert.That(buffer.Page().Reports, Is.Empty);
    }

    [Test]
    public void Two_processes_that_began_at_the_same_moment_take_nothing_of_each_others_count_for_booked()
    {
        var (one, other) = (new ReportBuffer(TimeSpan.FromMinutes(1), text => text), new ReportBuffer(TimeSpan.FromMinutes(1), text => text));
        ReportPage Look(ReportBuffer buffer, string? after)
        {
            buffer.GoOnFrom(after);
            var (from, ticket) = buffer.BeginLook();
            buffer.EndLook(from, ticket, [.. Enumerable.Range(0, 3).Select(number => new NewsReader("acc").OfListed(Listed($"v-{number}")))], new Look(Sample.Ten, null));
            return buffer.Page();
        }

        var booked = Look(one, null);
        Look(other, null);

        var taken = Look(other, booked.Watermark);
        Assert.That(taken.Reports, Has.Count.EqualTo(3));
        Assert.That(taken.Watermark, Is.Not.EqualTo(booked.Watermark));
        other.GoOnFrom(taken.Watermark);
        Assert.That(other.Page().Reports, Is.Empty, "what is booked is not told again");
    }

    [Test]
    public void A_look_that_began_before_the_stream_came_up_makes_nothing_of_it_trusted()
    {
        var buffer = new ReportBuffer(TimeSpan.FromMinutes(1), text => text);
        buffer.GoOnFrom(null);
        var (from, ticket) = buffer.BeginLook();
        buffer.Distrust();
        buffer.Hear(new NewsReader("acc").OfListed(Listed("v-1")));

        buffer.EndLook(from, ticket, [], from);
        Assert.That((buffer.Page().Reports.Count, buffer.NeedsLook), Is.EqualTo((0, true)));

        (from, ticket) = buffer.BeginLook();
        buffer.EndLook(from, ticket, [], from);
        Assert.That((buffer.Page().Reports.Count, buffer.NeedsLook), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task Waiting_ends_with_news_and_else_no_later_than_the_poll()
    {
        venue.Next();
        var waiting = venue.Reports.WaitForReportsAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        Push("A");
        Assert.That(waiting.IsCompleted, Is.True);
        Assert.That(venue.Reports.WaitForReportsAsync(CancellationToken.None).IsCompleted, Is.True, "there is a report");

        venue.Next();
        venue.Next();
        waiting = venue.Reports.WaitForReportsAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        venue.Pass(StubVenue.Options.PollInterval);
        await waiting;
    }

    private static OrderDocument Listed(string id) => JsonSerializer.Deserialize(Sample.Order(id), AlpacaJson.Default.OrderDocument)!;

    private void Push(string clOrdId) =>
        venue.Socket.Push(Sample.Update("canceled", null, Sample.Order($"v-{clOrdId}", clOrdId, "canceled")));

    private void Fill(string execId) =>
        venue.Socket.Push(Sample.Update("fill", execId, Sample.Order(status: "filled", filled: "\"10\""), qty: "10", price: "180.1"));
}
