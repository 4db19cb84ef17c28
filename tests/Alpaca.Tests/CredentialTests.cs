using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Metering;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What is told as a refusal of our credentials: a 401, and a 403 to a question. An order may be forbidden for what it is.</summary>
public sealed class CredentialTests
{
    [TestCase(401, 40110000, 2)]
    [TestCase(403, 40310000, 1)]
    [TestCase(404, 40410000, 0)]
    public async Task A_401_refuses_them_and_a_403_only_where_it_answers_a_question(int status, int code, int refused)
    {
        var clock = new FakeTimeProvider(Sample.Ten);
        using var venue = new StubVenue { OnRequest = _ => StubVenue.Error(status, code, "no") };
        using var entry = new AlpacaOrderEntry(venue, StubVenue.Options, StubVenue.Credentials, clock, NullLogger.Instance);
        using var reports = new AlpacaReports(
            venue, _ => throw new IOException("no stream"), "paper", StubVenue.Options, StubVenue.Credentials, clock, NullLogger<AlpacaReports>.Instance);
        var before = VenueMeters.CredentialsRefusedOf("alpaca");

        await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);
        await reports.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);

        Assert.That(VenueMeters.CredentialsRefusedOf("alpaca") - before, Is.EqualTo(refused));
        Assert.That(reports.LeftAlone, Is.EqualTo(TimeSpan.Zero));
    }
}
