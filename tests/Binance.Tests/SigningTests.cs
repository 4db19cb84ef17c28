using Microsoft.Extensions.Logging.Abstractions;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>How requests are signed and timed.</summary>
public sealed class SigningTests
{
    // rest-api.md, SIGNED Endpoint Examples, HMAC Keys.
    private const string DocumentedSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    private const string DocumentedPayload = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";

    // RFC 8410, section 10.3.
    private const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    private const string PemWithItsPublicHalf =
        "-----BEGIN PRIVATE KEY-----\r\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\r\noB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\r\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\r\n-----END PRIVATE KEY-----\r\n";

    [Test]
    public void A_secret_signs_as_Binances_own_example() => Assert.That(
        new BinanceCredentials("key", DocumentedSecret).Sign(DocumentedPayload), Is.EqualTo("c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"));

    // The public half is that of RFC 8410, section 10.1.
    [TestCase(Pem)]
    [TestCase(PemWithItsPublicHalf)]
    public void A_private_key_signs_with_Ed25519(string pem)
    {
        var signature = Convert.FromBase64String(new BinanceCredentials("key", pem).Sign(DocumentedPayload));

        var publicKey = PublicKey.Import(
            SignatureAlgorithm.Ed25519, Convert.FromHexString("19BF44096984CDFE8541BAC167DC3B96C85086AA30B6B6CB0C5C38AD703166E1"), KeyBlobFormat.RawPublicKey);
        Assert.That(SignatureAlgorithm.Ed25519.Verify(publicKey, System.Text.Encoding.ASCII.GetBytes(DocumentedPayload), signature), Is.True);
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n-----END PRIVATE KEY-----")]
    [TestCase("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n-----END ENCRYPTED PRIVATE KEY-----")]
    [TestCase("-----BEGIN nothing")]
    public void A_secret_that_signs_nothing_is_refused(string secret) =>
        Assert.That(() => new BinanceCredentials("key", secret), Throws.ArgumentException);

    [Test]
    public void An_RSA_key_is_refused() =>
        Assert.That(() => new BinanceCredentials("key", RSA.Create(2048).ExportPkcs8PrivateKeyPem()), Throws.ArgumentException.With.Message.Contains("Ed25519"));

    [Test]
    public void A_wrong_secret_is_a_rejection_and_stands_in_no_log()
    {
        using var trading = new Trading(secret: "another-secret");
        Assert.That(trading.Listen, Throws.TypeOf<VenueUnavailableException>());
        Assert.That(trading.Submit("A"), Is.TypeOf<SubmitOutcome.Rejected>().With.Property("Code").EqualTo("UNAUTHORIZED"));
        Assert.That(trading.Log.Lines, Has.None.Contains("another-secret"));
    }

    [Test]
    public void The_venues_clock_is_measured_once_and_again_when_a_request_was_refused_for_its_time()
    {
        using var trading = new Trading();
        trading.Submit("A");
        trading.Submit("B");
        Assert.That(TimesAsked(trading), Is.EqualTo(1));

        trading.Behave("""{"when":{"call":"submit","count":1},"accept":false,"status":400,"code":-1021,"message":"Timestamp for this request is outside of the recvWindow."}""");
        Assert.That(trading.Submit("C"), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("TIMESTAMP_REFUSED"), "one answer is no proof");
        Assert.That(trading.Submit("D"), Is.TypeOf<SubmitOutcome.Acknowledged>());
        Assert.That(TimesAsked(trading), Is.EqualTo(2));
    }

    [Test]
    public void What_arrives_after_its_send_deadline_the_venue_refuses_by_itself()
    {
        using var trading = new Trading();
        trading.Submit("WARM");
        var late = Trading.Order("A") with { SendDeadline = trading.Now.AddSeconds(2) };
        trading.OnTheWay = _ => trading.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.That(trading.Submit(late), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("TIMESTAMP_REFUSED"));
        Assert.That(trading.Venue.Orders.Select(order => order.ClOrdId), Is.EqualTo(new[] { "WARM" }));
    }

    [Test]
    public void A_deadline_that_has_passed_sends_nothing()
    {
        using var trading = new Trading();

        Assert.That(trading.Submit(Trading.Order("A") with { SendDeadline = trading.Now }), Is.EqualTo(new SubmitOutcome.NotSent("SEND_DEADLINE_PASSED")));
        Assert.That(trading.Venue.Calls.Count(call => call.Method == "POST"), Is.Zero);
    }

    [Test]
    public async Task An_order_whose_question_for_the_time_is_not_answered_in_its_time_was_not_sent()
    {
        using var silent = new Silent();
        using var entry = new BinanceOrderEntry(silent, Trading.Options, new BinanceCredentials("key", "hush"), TimeProvider.System, NullLogger.Instance);
        using var patience = new CancellationTokenSource();
        var placing = entry.SubmitAsync(Trading.Order("A"), () => null, patience.Token);

        await patience.CancelAsync();

        Assert.That(await placing, Is.TypeOf<SubmitOutcome.NotSent>());
        Assert.That(silent.Methods, Has.None.EqualTo(HttpMethod.Post));
    }

    private sealed class Silent : HttpMessageHandler
    {
        public List<HttpMethod> Methods { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Methods.Add(request.Method);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("it never answers");
        }
    }

    private static int TimesAsked(Trading trading) => trading.Venue.Calls.Count(call => call.Path == "/api/v3/time");
}
