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

    private static HttpResponseMessage TooMany()
    {
        var answer = StubVenue.Error(429, 42910000, "too many requests");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(60));
        return answer;
    }
}
