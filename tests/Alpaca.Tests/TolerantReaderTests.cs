using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What Alpaca adds, leaves out and renames.</summary>
public sealed class TolerantReaderTests
{
    private VenueUnderTest venue = null!;

    [SetUp]
    public void Open()
    {
        venue = new VenueUnderTest();
        venue.Next();
    }

    [TearDown]
    public void Close() => venue.Dispose();

    [Test]
    public void A_field_that_nobody_knows_is_kept_raw_with_the_report_counted_and_logged_once()
    {
        venue.Socket.Push(Sample.Update("new", null, Sample.Order(more: ",\"venue_tier\":{\"a\":[1]}"), more: ",\"liquidity\":\"x\""));
        var report = venue.Next().Single();
        venue.Socket.Push(Sample.Update("canceled", null, Sample.Order(status: "canceled", changed: Sample.Ten.AddSeconds(1), more: ",\"venue_tier\":2")));
        venue.Next();

        Assert.That((report.ExecType, report.Unread), Is.EqualTo((ExecType.New, """{"liquidity":"x","expired_at ":null,"venue_tier":{"a":[1]}}""")));
        Assert.That(venue.Log.Lines.Where(line => line.Contains("order.venue_tier")).ToList(), Has.Count.EqualTo(1));
        Assert.That(venue.Log.Lines, Has.Some.Contains("""Alpaca states a field that nobody knows: order.venue_tier is {"a":[1]}"""));
    }

    [Test]
    public void A_field_that_the_documentation_names_is_none_that_nobody_knows()
    {
        venue.Socket.Push(Sample.Update("new", null, Sample.Order(more: ",\"hwm\":null,\"replaced_by\":null,\"position_intent\":\"buy_to_open\"").Replace("\"expired_at \":null,", "")));

        Assert.That(venue.Next().Single().Unread, Is.Null);
    }

    [Test]
    public void A_fill_in_the_list_keeps_what_nobody_knows_too()
    {
        venue.Orders.Add(Sample.Order(status: "filled", filled: "\"10\"", changed: Sample.Ten.AddSeconds(1)));
        venue.Fills.Add(Sample.Fill("x-1", Sample.Ten.AddSeconds(1), more: ",\"swap_rate\":\"1\""));
        venue.Follow(TimeSpan.FromSeconds(31));
        venue.Watermark = null;
        venue.Restart();

        Assert.That(venue.Next().Single(report => report.ExecType == ExecType.Trade).Unread, Is.EqualTo("""{"swap_rate":"1"}"""));
    }

    [TestCase("quantum_leap", "new")]
    [TestCase("new", "quantum")]
    public void A_word_that_nobody_knows_marks_the_order_and_has_the_lists_asked(string eventWord, string status)
    {
        var looks = venue.LooksAsked;
        venue.Socket.Push(Sample.Update(eventWord, null, Sample.Order(status: status)));
        var report = venue.Next().Single();
        venue.Pass(TimeSpan.FromSeconds(1));
        venue.Next();

        Assert.That(report.Text, Does.Contain(eventWord == "new" ? "status=quantum" : "event=quantum_leap"));
        Assert.That(venue.LooksAsked, Is.EqualTo(looks + 1), "at once, not at the next poll");
    }

    [TestCase("\"id\":\"v-1\",")]
    [TestCase("\"status\":\"new\",")]
    [TestCase("\"side\":\"buy\",")]
    [TestCase("\"filled_qty\":\"0\",")]
    public void An_event_without_a_field_that_it_must_have_is_not_booked_and_the_lists_are_asked(string field)
    {
        var looks = venue.LooksAsked;
        venue.Socket.Push(Sample.Update("new", null, Sample.Order().Replace(field, "")));
        Assert.That(venue.Next(), Is.Empty);
        venue.Pass(TimeSpan.FromSeconds(1));
        venue.Next();

        Assert.That(venue.LooksAsked, Is.EqualTo(looks + 1));
    }
}
