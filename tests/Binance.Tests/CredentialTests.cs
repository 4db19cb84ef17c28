using System.Text;
using Pipeline.Metering;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>What is told as a refusal of our credentials, and what only keeps us away.</summary>
public sealed class CredentialTests
{

    private Trading trading = null!;
    private double before;

    private double Refused => VenueMeters.CredentialsRefusedOf("binance") - before;

    [SetUp]
    public void Open()
    {
        trading = new Trading();
        trading.Submit("WARM");
        before = VenueMeters.CredentialsRefusedOf("binance");
    }

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void A_wrong_secret_is_told_as_refused_credentials_by_whoever_asks_or_sends()
    {
        using var wrong = new Trading(secret: "another-secret");

        wrong.Query("A");
        Assert.That(Refused, Is.EqualTo(1));

        wrong.Submit("A");
        Assert.That(Refused, Is.EqualTo(2));
    }

    [TestCase(400, -1022)]
    [TestCase(401, -2014)]
    [TestCase(400, -2015)]
    [TestCase(403, -2015)]
    [TestCase(400, -1002)]
    [TestCase(401, -1000)]
    public void A_401_or_one_of_their_codes_refuses_our_credentials(int status, int code)
    {
        trading.Behave($$"""{"when":{"call":"query"},"status":{{status}},"code":{{code}},"message":"no"}""");

        trading.Query("A");

        Assert.That((Refused, trading.Lookups.LeftAlone), Is.EqualTo((1, TimeSpan.Zero)));
    }

    [TestCase(400, -1121)]
    [TestCase(429, -1003)]
    [TestCase(500, -2015)]
    public void Whatever_else_is_refused_says_nothing_of_them(int status, int code)
    {
        trading.Behave($$"""{"when":{"call":"query"},"status":{{status}},"code":{{code}},"message":"no"}""");

        trading.Query("A");

        Assert.That(Refused, Is.Zero);
    }

    [Test]
    public void A_stream_that_takes_no_signing_in_for_them_is_told_so_too()
    {
        var (isAsked, code) = (false, -2015);
        using var binance = new VenueBehind<Through>((venue, _) => new Through(venue), _ => new(new Refusing(() => code, () => isAsked = true)));

        Trading.Done(binance.Reports.ReportsSinceAsync(null, CancellationToken.None));

        Assert.That((isAsked, Refused), Is.EqualTo((true, 1)));

        (isAsked, code) = (false, -1021);
        using var late = new VenueBehind<Through>((venue, _) => new Through(venue), _ => new(new Refusing(() => code, () => isAsked = true)));
        Trading.Done(late.Reports.ReportsSinceAsync(null, CancellationToken.None));

        Assert.That((isAsked, Refused), Is.EqualTo((true, 1)), "refused for its time");
    }

    [Test]
    public void The_firewalls_403_to_a_question_says_nothing_of_them_and_keeps_us_away_for_twice_as_long_each_time()
    {
        FirewallAgainst("any");
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(trading.Query("A"), Is.TypeOf<OrderQuery.Unavailable>());
            pauses.Add(trading.Lookups.LeftAlone);
            trading.Clock.Advance(trading.Lookups.LeftAlone);
        }

        Assert.That(pauses.Select(pause => pause.TotalSeconds), Is.EqualTo(new[] { 1, 2, 4 }));
        Assert.That(Refused, Is.Zero);
    }

    [Test]
    public void The_firewalls_403_to_an_order_proves_as_little_as_a_429()
    {
        FirewallAgainst("submit");

        var outcome = (SubmitOutcome.Unknown)trading.Submit("A");

        Assert.That(outcome.Reason, Does.StartWith("RATE_LIMITED"));
        Assert.That((outcome.Refusal, outcome.RetryAfter), Is.EqualTo(((Refusal?)null, (TimeSpan?)TimeSpan.FromSeconds(1))));
        Assert.That((Refused, trading.Entry.LeftAlone), Is.EqualTo((0, TimeSpan.FromSeconds(1))));
    }

    private void FirewallAgainst(string call) =>
        trading.Behave($$$"""{"when":{"call":"{{{call}}}"},"accept":false,"status":403,"body":"<html><h1>403 Forbidden</h1></html>"}""");

    private sealed class Through(HttpMessageHandler venue) : DelegatingHandler(venue);

    // Says no to whatever is asked for, and nothing else.
    private sealed class Refusing(Func<int> code, Action asked) : IVenueSocket
    {
        public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            asked();
            return ValueTask.CompletedTask;
        }

        public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) =>
            new(Encoding.UTF8.GetBytes($$$"""{"id":"subscribe","status":400,"error":{"code":{{{code()}}},"msg":"no"}}"""));

        public void Dispose()
        {
        }
    }
}
