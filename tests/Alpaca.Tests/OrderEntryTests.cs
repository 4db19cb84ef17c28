using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Fix;
using System.Text.Json;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What goes out, how often, and what a cancel comes to.</summary>
public sealed class OrderEntryTests
{
    private StubVenue venue = null!;
    private AlpacaOrderEntry entry = null!;

    [SetUp]
    public void Open()
    {
        venue = new StubVenue();
        entry = new AlpacaOrderEntry(venue, StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);
    }

    [TearDown]
    public void Close()
    {
        entry.Dispose();
        venue.Dispose();
    }

    [Test]
    public void An_order_goes_out_in_the_venues_words_with_the_key_in_its_headers()
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Answer());

        var outcome = entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);

        Assert.That(outcome.IsCompleted, Is.True, "nothing leaves the caller's thread");
        Assert.That(outcome.Result, Is.EqualTo(new SubmitOutcome.Acknowledged("v-1")));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "POST /v2/orders" }));
        Assert.That(
            JsonDocument.Parse(venue.Bodies[0]).RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value}"),
            Is.EquivalentTo(new[]
            {
                "symbol=AAPL", "qty=10.5", "side=buy", "type=stop_limit", "time_in_force=gtc", "limit_price=180.25", "stop_price=179", "client_order_id=OURS",
            }));
        Assert.That(venue.Requests[0].Headers.GetValues("APCA-API-KEY-ID"), Is.EqualTo(new[] { "key" }));
        Assert.That(venue.Requests[0].Headers.GetValues("APCA-API-SECRET-KEY"), Is.EqualTo(new[] { "hush" }));
    }

    [TestCase(TimeInForce.Opg, "time_in_force=opg")]
    [TestCase(TimeInForce.Cls, "time_in_force=cls")]
    [TestCase(TimeInForce.Day, "time_in_force=day")]
    [TestCase(TimeInForce.ExtendedHours, "time_in_force=day", "extended_hours=True")]
    public void A_time_in_force_goes_out_in_the_venues_words(TimeInForce timeInForce, params string[] fields)
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Answer());

        _ = entry.SubmitAsync(Sample.NewOrder() with { TimeInForce = timeInForce }, () => null, CancellationToken.None);

        var sent = JsonDocument.Parse(venue.Bodies[0]).RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value}");
        Assert.That(sent.Where(field => field.StartsWith("time_", StringComparison.Ordinal) || field.StartsWith("extended", StringComparison.Ordinal)), Is.EquivalentTo(fields));
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(504)]
    [TestCase(429)]
    [TestCase(408)]
    public async Task An_order_is_posted_once_whatever_the_answer(int status)
    {
        venue.OnRequest = _ => StubVenue.Html("", status);

        Assert.That(await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.TypeOf<SubmitOutcome.Unknown>());
        Assert.That(venue.Asked, Has.Count.EqualTo(1));
    }

    [TestCase(HttpRequestError.ConnectionError, "CONNECTION_FAILED")]
    [TestCase(HttpRequestError.NameResolutionError, "NAME_RESOLUTION_FAILED")]
    [TestCase(HttpRequestError.SecureConnectionError, "TLS_FAILED")]
    public async Task Without_a_connection_nothing_was_sent(HttpRequestError error, string code)
    {
        using var unreachable = new Breaking(new HttpRequestException(error, "no way through"), reads: false);
        using var broken = new AlpacaOrderEntry(unreachable, StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);

        Assert.That(await broken.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.EqualTo(new SubmitOutcome.NotSent($"{code}: no way through")));
    }

    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.ResponseEnded)]
    [TestCase(HttpRequestError.Unknown)]
    public async Task Once_the_request_was_begun_a_failure_is_unknown(HttpRequestError error)
    {
        using var breaking = new Breaking(new HttpRequestException(error, "cut"), reads: true);
        using var broken = new AlpacaOrderEntry(breaking, StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);

        Assert.That(
            await broken.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.EqualTo(new SubmitOutcome.Unknown("CONNECTION_BROKEN: cut")));
    }

    [TestCase(HttpRequestError.ResponseEnded)]
    [TestCase(HttpRequestError.ProxyTunnelError)]
    [TestCase(HttpRequestError.Unknown)]
    public async Task Any_other_failure_proves_nothing_even_before_the_body_was_written(HttpRequestError error)
    {
        using var breaking = new Breaking(new HttpRequestException(error, "cut"), reads: false);
        using var broken = new AlpacaOrderEntry(breaking, StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);

        Assert.That(await broken.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None), Is.TypeOf<SubmitOutcome.Unknown>());
    }

    [Test]
    public async Task A_handler_that_repeats_requests_can_not_repeat_an_order()
    {
        using var repeating = new Repeating();
        using var repeated = new AlpacaOrderEntry(repeating, StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);

        var outcome = await repeated.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);

        Assert.That(repeating.Written, Is.EqualTo(1));
        Assert.That(outcome, Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").Contains("sent once"));
    }

    [Test]
    public async Task A_call_that_was_given_up_before_it_began_sends_nothing()
    {
        Assert.That(await entry.SubmitAsync(Sample.NewOrder(), () => null, new CancellationToken(canceled: true)), Is.TypeOf<SubmitOutcome.NotSent>());
        Assert.That(venue.Asked, Is.Empty);
    }

    [TestCase(204, "", "Requested", null)]
    [TestCase(404, """{"code":40410000,"message":"order not found"}""", "Rejected", "UNKNOWN_ORDER")]
    [TestCase(422, """{"code":42210000,"message":"order is already in \"filled\" state"}""", "Rejected", "TOO_LATE_TO_CANCEL")]
    [TestCase(422, """{"code":42210000,"message":"order is already in \"pending_cancel\" state"}""", "Requested", null)]
    [TestCase(404, "<html>no such page</html>", "Unknown", "HTTP_404")]
    [TestCase(422, "<html/>", "Unknown", "HTTP_422")]
    [TestCase(429, "", "Unknown", "RATE_LIMITED")]
    [TestCase(500, "", "Unknown", "HTTP_500")]
    [TestCase(403, """{"code":40310000,"message":"forbidden"}""", "Unknown", "HTTP_403")]
    public async Task A_cancel_is_asked_for_by_the_venues_id(int status, string body, string expected, string? code)
    {
        venue.OnRequest = _ => StubVenue.Json(body, status);

        var outcome = await entry.CancelAsync(new OrderCancelRequest("OURS", "v/1", "AAPL", Side.Buy, 10.5m), CancellationToken.None);

        Assert.That(venue.Asked, Is.EqualTo(new[] { "DELETE /v2/orders/v%2F1" }));
        Assert.That(outcome.GetType().Name, Is.EqualTo(expected));
        Assert.That((outcome as CancelOutcome.Rejected)?.Code ?? (outcome as CancelOutcome.Unknown)?.Reason.Split(':')[0], Is.EqualTo(code));
    }

    [Test]
    public async Task Without_the_venues_id_the_order_is_looked_up_first()
    {
        venue.OnRequest = asked => asked.StartsWith("GET", StringComparison.Ordinal) ? StubVenue.Json(Sample.Order("v-9")) : StubVenue.Json("", 204);

        Assert.That(await entry.CancelAsync(new OrderCancelRequest("OURS", null, "AAPL", Side.Buy, 10), CancellationToken.None), Is.TypeOf<CancelOutcome.Requested>());
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/orders:by_client_order_id?client_order_id=OURS", "DELETE /v2/orders/v-9" }));
    }

    [TestCase("MSFT", Side.Buy, 10)]
    [TestCase("AAPL", Side.Sell, 10)]
    [TestCase("AAPL", Side.Buy, 3)]
    public async Task What_the_venue_has_under_our_id_and_is_another_order_is_not_canceled(string symbol, Side side, decimal qty)
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Order("v-9"));

        Assert.That(
            await entry.CancelAsync(new OrderCancelRequest("OURS", null, symbol, side, qty), CancellationToken.None),
            Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("ID_COLLISION"));
        Assert.That(venue.Asked, Has.None.StartsWith("DELETE"));
    }

    [Test]
    public async Task An_order_that_the_venue_does_not_know_can_not_be_canceled_and_one_it_does_not_tell_of_may()
    {
        venue.OnRequest = _ => StubVenue.Error(404, 40410000, "order not found");
        Assert.That(
            await entry.CancelAsync(new OrderCancelRequest("OURS", null, "AAPL", Side.Buy, 10.5m), CancellationToken.None),
            Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("UNKNOWN_ORDER"));

        venue.OnRequest = _ => StubVenue.Html("", 502);
        Assert.That(await entry.CancelAsync(new OrderCancelRequest("OURS", null, "AAPL", Side.Buy, 10.5m), CancellationToken.None), Is.TypeOf<CancelOutcome.Unknown>());
    }

    /// <summary>Fails, with or without having written the body.</summary>
    private sealed class Breaking(Exception error, bool reads) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (reads)
            {
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            }

            throw error;
        }
    }

    /// <summary>Sends the same request until it gets no 503, as handlers with a retry policy do.</summary>
    private sealed class Repeating : HttpMessageHandler
    {
        public int Written { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
                Written++;
            }

            return StubVenue.Json(Sample.Order());
        }
    }
}
