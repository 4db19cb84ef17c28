using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>A venue that wants to be left alone is, by whoever calls it.</summary>
public sealed class PauseTests
{
    private readonly FakeTimeProvider clock = new(Sample.Ten);
    private StubVenue venue = null!;
    private AlpacaOrderEntry entry = null!;
    private AlpacaReports reports = null!;

    [SetUp]
    public void Open()
    {
        venue = new StubVenue { OnRequest = _ => TooMany() };
        var pause = new VenuePause(clock);
        entry = new AlpacaOrderEntry(venue, StubVenue.Options, StubVenue.Credentials, clock, NullLogger.Instance, pause);
        reports = new AlpacaReports(
            venue, _ => throw new IOException("no stream"), "paper", StubVenue.Options, StubVenue.Credentials, clock, NullLogger<AlpacaReports>.Instance, pause);
    }

    [TearDown]
    public void Close()
    {
        entry.Dispose();
        reports.Dispose();
        venue.Dispose();
    }

    [Test]
    public async Task What_is_told_to_who_sends_holds_for_who_asks()
    {
        await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);

        var answer = await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);

        Assert.That(answer, Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Throttled));
        Assert.That(reports.LeftAlone, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "POST /v2/orders" }), "nobody asked");
    }

    [Test]
    public async Task What_is_told_to_who_asks_holds_for_who_sends_and_not_a_byte_leaves()
    {
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);

        Assert.That(await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.TypeOf<SubmitOutcome.NotSent>());
        Assert.That(venue.Asked, Has.One.Items);
    }

    [Test]
    public async Task When_it_is_over_the_venue_is_called_again()
    {
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(60));
        venue.OnRequest = _ => StubVenue.Json(Sample.Answer());

        Assert.That(await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.TypeOf<SubmitOutcome.Acknowledged>());
    }

    [TestCase("Retry-After", "Wed, 02 Mar 2095 15:00:00 GMT")]
    [TestCase("Retry-After", "2000000000")]
    [TestCase("Retry-After", "99999999999999999999")]
    [TestCase("X-Ratelimit-Reset", "253402300799")]
    public async Task Whatever_it_asks_for_one_answer_keeps_everybody_away_for_the_longest_pause_and_no_longer(string header, string value)
    {
        venue.OnRequest = _ => Throttled(header, value);
        var outcome = (SubmitOutcome.Unknown)await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);
        Assert.That((outcome.RetryAfter, entry.LeftAlone), Is.EqualTo(((TimeSpan?)TimeSpan.FromHours(1), TimeSpan.FromHours(1))));

        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        Assert.That(venue.Asked, Has.One.Items, "not a moment sooner");

        clock.Advance(TimeSpan.FromSeconds(1));
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        Assert.That(venue.Asked, Has.Count.EqualTo(2));
        Assert.That(reports.LeftAlone, Is.EqualTo(TimeSpan.FromHours(1)), "it asks for as much again");
    }

    [TestCase("X-Says", "nothing")]
    [TestCase("Retry-After", "soon")]
    [TestCase("Retry-After", "0")]
    [TestCase("X-Ratelimit-Reset", "1000000000")]
    public async Task Where_it_does_not_say_how_long_each_refusal_in_a_row_keeps_everybody_away_for_twice_as_long(string header, string value)
    {
        venue.OnRequest = _ => Throttled(header, value);
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
            pauses.Add(entry.LeftAlone.TotalSeconds);
            clock.Advance(entry.LeftAlone);
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 60, 60 }));

        venue.OnRequest = _ => StubVenue.Json(Sample.Answer());
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        venue.OnRequest = _ => Throttled(header, value);
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        Assert.That(entry.LeftAlone, Is.EqualTo(TimeSpan.FromSeconds(1)), "it has taken a call in between");
    }

    private static HttpResponseMessage Throttled(string header, string value)
    {
        var answer = StubVenue.Error(429, 42910000, "too many requests");
        answer.Headers.TryAddWithoutValidation(header, value);
        return answer;
    }

    private static HttpResponseMessage TooMany()
    {
        var answer = StubVenue.Error(429, 42910000, "too many requests");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(60));
        return answer;
    }
}
