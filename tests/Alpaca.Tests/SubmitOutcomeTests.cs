using System.Net;
using System.Net.Http.Headers;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What an answer to an order proves.</summary>
public sealed class SubmitOutcomeTests
{
    [Test]
    public void An_order_that_is_ours_and_has_an_id_is_acknowledged() =>
        Assert.That(Submit(200, Sample.Answer(id: "v-7")), Is.EqualTo(new SubmitOutcome.Acknowledged("v-7")));

    [TestCase(403, 40310000, "insufficient buying power", "INSUFFICIENT_BUYING_POWER")]
    [TestCase(403, 40310000, "insufficient qty available for order (requested: 5, available: 0)", "INSUFFICIENT_QTY")]
    [TestCase(403, 40310000, "insufficient balance for USD (requested: 1892.7, available: 12.5)", "INSUFFICIENT_BUYING_POWER")]
    [TestCase(403, 40310000, "potential wash trade detected. use complex orders", "WASH_TRADE")]
    [TestCase(403, 40310000, "account is restricted", "FORBIDDEN")]
    [TestCase(403, 40310100, "trade denied due to pattern day trading protection", "PDT")]
    [TestCase(422, 42210000, "invalid limit_price 180.123. sub-penny increment", "UNPROCESSABLE")]
    [TestCase(422, 40010001, "order_id is missing", "INVALID_REQUEST")]
    [TestCase(401, 40110000, "request is not authorized", "UNAUTHORIZED")]
    public void A_refusal_in_Alpacas_own_words_under_a_known_code_is_a_rejection(int status, int code, string message, string expected) => Assert.That(
        Submit(status, $$"""{"code":{{code}},"message":"{{message}}","unknown_field":[1]}"""), Is.EqualTo(new SubmitOutcome.Rejected(expected, message)));

    [Test]
    public void A_sale_of_coins_that_are_not_held_lacks_quantity_and_not_money() => Assert.That(
        AlpacaErrors.OfSubmit(
            new VenueReply.Answered(403, Sample.Bytes("""{"available":"0.1","balance":"0.1","code":40310000,"message":"insufficient balance for BTC (requested: 0.12, available: 0.1)","symbol":"USD"}"""), null),
            Sample.NewOrder() with { Symbol = "BTC/USD", Side = Side.Sell }),
        Is.TypeOf<SubmitOutcome.Rejected>().With.Property("Code").EqualTo("INSUFFICIENT_QTY"));

    [TestCase("client_order_id must be unique")]
    [TestCase("Client_Order_Id MUST BE UNIQUE")]
    public void A_duplicate_id_is_an_acceptance_to_confirm(string message)
    {
        var outcome = Submit(422, $$"""{"code":40010001,"message":"{{message}}"}""");

        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.Unknown($"DUPLICATE_CL_ORD_ID: {message}")), "no refusal: the resolver must not make a rejection of it");
    }

    // Status and code must fit: a code under another status did not come from where it claims.
    [TestCase(400, """{"code":40010000,"message":"request body format is invalid"}""", "ALPACA_40010000")]
    [TestCase(404, """{"code":40410000,"message":"order not found"}""", "ALPACA_40410000")]
    [TestCase(403, """{"code":40399999,"message":"new kind"}""", "ALPACA_40399999")]
    [TestCase(409, """{"code":40310000,"message":"insufficient buying power"}""", "ALPACA_40310000")]
    [TestCase(422, """{"code":42210001,"message":"new kind"}""", "ALPACA_42210001")]
    [TestCase(403, "<html><h1>Forbidden by the proxy</h1></html>", "HTTP_403")]
    [TestCase(404, "<html>no such page</html>", "HTTP_404")]
    [TestCase(408, "", "HTTP_408")]
    [TestCase(422, """{"message":"no code"}""", "HTTP_422")]
    [TestCase(422, """{"code":"not a number","message":"?"}""", "HTTP_422")]
    [TestCase(422, """[{"code":42210000}]""", "HTTP_422")]
    [TestCase(422, """{"code":42210000,"message":"cut of""", "HTTP_422")]
    public void A_refusal_that_does_not_prove_itself_is_kept_for_the_resolver(int status, string body, string code)
    {
        var outcome = Submit(status, body);

        Assert.That(outcome, Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith($"HTTP_{status}"));
        Assert.That(((SubmitOutcome.Unknown)outcome).Refusal?.Code, Is.EqualTo(code));
    }

    [TestCase(500, "")]
    [TestCase(502, "<html>Bad Gateway</html>")]
    [TestCase(503, """{"code":42210000,"message":"a refusal, if it were not for the status"}""")]
    [TestCase(504, "upstream request timeout")]
    [TestCase(302, "")]
    [TestCase(599, "")]
    public void What_proves_nothing_is_unknown_and_no_refusal(int status, string body) =>
        Assert.That(Submit(status, body), Is.TypeOf<SubmitOutcome.Unknown>()
            .With.Property("Reason").StartsWith($"HTTP_{status}").And.Property("Refusal").Null);

    [TestCase("", "UNREADABLE_ANSWER")]
    [TestCase("null", "UNREADABLE_ANSWER")]
    [TestCase("<html>ok</html>", "UNREADABLE_ANSWER")]
    [TestCase("""{"id":"v-1","client_order_id":"OURS" """, "UNREADABLE_ANSWER")]
    [TestCase("""{"client_order_id":"OURS"}""", "UNREADABLE_ANSWER")]
    [TestCase("""{"id":"","client_order_id":"OURS"}""", "UNREADABLE_ANSWER")]
    [TestCase("""{"id":"v-1"}""", "UNREADABLE_ANSWER")]
    [TestCase("""{"id":17,"client_order_id":"OURS"}""", "UNREADABLE_ANSWER")]
    [TestCase("""{"id":"v-1","client_order_id":"THEIRS"}""", "ID_MISMATCH")]
    [TestCase("""{"id":"v-1","client_order_id":"ours"}""", "ID_MISMATCH")]
    public void A_success_that_does_not_show_our_order_is_unknown(string body, string code) =>
        Assert.That(Submit(200, body), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith(code).And.Property("Refusal").Null);

    [Test]
    public void Unknown_fields_and_words_of_an_accepted_order_make_it_no_less_accepted() => Assert.That(
        Submit(201, Sample.Answer(("status", "\"quantum\""), ("qty", "10.5"), ("new_thing", "{\"a\":[1]}"))),
        Is.EqualTo(new SubmitOutcome.Acknowledged("v-1") { UnknownStatus = "quantum" }));

    [TestCase("symbol", "\"MSFT\"")]
    [TestCase("side", "\"sell\"")]
    [TestCase("qty", "\"3\"")]
    [TestCase("type", "\"limit\"")]
    [TestCase("limit_price", "\"180.26\"")]
    [TestCase("stop_price", "\"180\"")]
    public void An_accepted_order_of_other_terms_is_no_acceptance_of_ours(string field, string value) => Assert.That(
        Submit(200, Sample.Answer((field, value))),
        Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("TERMS_MISMATCH"));

    [TestCase("symbol")]
    [TestCase("side")]
    [TestCase("qty")]
    [TestCase("type")]
    [TestCase("time_in_force")]
    [TestCase("status")]
    [TestCase("limit_price")]
    [TestCase("stop_price")]
    public void An_accepted_order_of_which_a_term_is_not_stated_is_unknown_and_no_refusal(string field)
    {
        var expected = new SubmitOutcome.Unknown($"INCOMPLETE_ANSWER: order v-1 is answered without {field}");

        Assert.That((Submit(200, Sample.Answer((field, null))), Submit(200, Sample.Answer((field, "null")))), Is.EqualTo(((SubmitOutcome)expected, (SubmitOutcome)expected)));
    }

    [Test]
    public void An_order_over_an_amount_of_money_is_none_of_ours() => Assert.That(
        Submit(200, Sample.Answer(("qty", null), ("notional", "\"1000\""))), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("TERMS_MISMATCH"));

    [TestCase("""{"code":42910000,"message":"too many requests."}""")]
    [TestCase("<html>slow down</html>")]
    public void A_rate_limit_is_unknown_and_says_how_long_to_wait(string body)
    {
        var outcome = AlpacaErrors.OfSubmit(new VenueReply.Answered(429, Sample.Bytes(body), TimeSpan.FromSeconds(7)), Sample.NewOrder());

        Assert.That(outcome, Is.TypeOf<SubmitOutcome.Unknown>()
            .With.Property("Reason").StartsWith("RATE_LIMITED").And.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(7)).And.Property("Refusal").Null);
    }

    [Test]
    public void The_venues_words_are_cut_to_one_line_of_300_characters()
    {
        var outcome = (SubmitOutcome.Rejected)Submit(422, $$"""{"code":42210000,"message":"a\n\u001b[31m{{new string('x', 5000)}}"}""");

        Assert.That(outcome.Text, Has.Length.EqualTo(300).And.Not.Contains("\n").And.Not.Contains("\u001b"));
    }

    [TestCase("Retry-After", "12", 12)]
    [TestCase("Retry-After", "Mon, 02 Mar 2026 15:00:30 GMT", 30)]
    [TestCase("Retry-After", "Mon, 02 Mar 2026 14:00:00 GMT", 0)]
    [TestCase("X-Ratelimit-Reset", "1772463645", 45)]
    [TestCase("X-Ratelimit-Reset", "1772463000", 0)]
    [TestCase("X-Ratelimit-Reset", "99999999999999999", null)]
    [TestCase("X-Ratelimit-Reset", "soon", null)]
    [TestCase("X-Other", "1", null)]
    public void How_long_to_wait_is_read_from_what_the_venue_sends(string header, string value, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation(header, value);

        Assert.That(RetryAfter.Of(response, Sample.Ten), Is.EqualTo(seconds is { } some ? TimeSpan.FromSeconds(some) : (TimeSpan?)null));
    }

    [Test]
    public void Retry_After_goes_before_the_rate_limits_reset_and_neither_counts_on_a_success()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3));
        response.Headers.Add("X-Ratelimit-Reset", "1772463645");
        Assert.That(RetryAfter.Of(response, Sample.Ten), Is.EqualTo(TimeSpan.FromSeconds(3)));

        response.StatusCode = HttpStatusCode.OK;
        Assert.That(RetryAfter.Of(response, Sample.Ten), Is.Null);
    }

    private static SubmitOutcome Submit(int status, string body) =>
        AlpacaErrors.OfSubmit(new VenueReply.Answered(status, Sample.Bytes(body), null), Sample.NewOrder());
}
