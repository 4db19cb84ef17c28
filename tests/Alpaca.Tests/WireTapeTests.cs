using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What is kept of what went over the wire for an order.</summary>
public sealed class WireTapeTests
{
    private static readonly AlpacaCredentials Credentials = new("PK-ID-1234", "s3cr3t-words");

    private StubVenue venue = null!;
    private AlpacaOrderEntry entry = null!;

    [SetUp]
    public void Open()
    {
        venue = new StubVenue();
        entry = new AlpacaOrderEntry(venue, StubVenue.Options, Credentials, TimeProvider.System, NullLogger.Instance);
    }

    [TearDown]
    public void Close()
    {
        entry.Dispose();
        venue.Dispose();
    }

    [Test]
    public async Task Request_and_answer_are_kept_word_for_word_with_the_id_that_the_venue_gave_the_request()
    {
        venue.OnRequest = _ =>
        {
            var answer = StubVenue.Json(Sample.Answer(("taxes", "7")));
            answer.Headers.Add("X-Request-ID", "r-77");
            return answer;
        };

        var exchange = (await SubmitAsync()).Single();

        Assert.That((exchange.Method, exchange.Target, exchange.Status, exchange.RequestId), Is.EqualTo(("POST", "http://127.0.0.1:9/v2/orders", (int?)200, "r-77")));
        Assert.That(exchange.Request, Is.EqualTo(venue.Bodies.Single()));
        Assert.That(exchange.Answer, Is.EqualTo(Sample.Answer(("taxes", "7"))));
    }

    [Test]
    public async Task Neither_half_of_the_key_is_kept_not_even_when_the_venue_repeats_it()
    {
        venue.OnRequest = _ => StubVenue.Json("""{"code":40110000,"message":"key PK-ID-1234 with s3cr3t-words is not authorized"}""", 401);

        var exchange = (await SubmitAsync()).Single();

        Assert.That(exchange.Answer, Is.EqualTo("""{"code":40110000,"message":"key [removed] with [removed] is not authorized"}"""));
        Assert.That(exchange.ToString(), Does.Not.Contain("s3cr3t").And.Not.Contain("PK-ID"));
    }

    [TestCase(401, """{"code":40110000,"message":"key PK-ID-1234 with s3cr3t-words is not authorized"}""")]
    [TestCase(503, "<html>PK-ID-1234 s3cr3t-words</html>")]
    [TestCase(200, "PK-ID-1234 s3cr3t-words")]
    public async Task Nor_does_either_half_stand_in_the_reason_that_a_log_tells(int status, string answer)
    {
        venue.OnRequest = _ => status == 200 ? StubVenue.Html(answer, 200) : answer[0] == '{' ? StubVenue.Json(answer, status) : StubVenue.Html(answer, status);

        var outcome = await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);

        Assert.That(outcome.ToString(), Does.Contain("[removed]").And.Not.Contain("s3cr3t").And.Not.Contain("PK-ID"));
    }

    [TestCase(5_000)]
    [TestCase(1_000_000)]
    public async Task A_long_answer_is_cut_and_says_how_long_it_was(int length)
    {
        venue.OnRequest = _ => StubVenue.Html(new string('x', length), 503);

        Assert.That((await SubmitAsync()).Single().Answer, Has.Length.LessThan(4_200).And.EndsWith($"({length} long)"));
    }

    [Test]
    public async Task A_request_without_an_answer_says_what_happened_instead()
    {
        venue.OnRequest = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");

        var exchange = (await SubmitAsync()).Single();

        Assert.That((exchange.Status, exchange.Answer), Is.EqualTo(((int?)null, "no answer: CONNECTION_BROKEN: cut")));
    }

    [Test]
    public async Task Nothing_is_kept_where_nobody_wants_to_know_and_what_follows_is_anothers()
    {
        venue.OnRequest = _ => StubVenue.Json("{}");
        var first = await SubmitAsync();
        await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);
        var second = await SubmitAsync();

        Assert.That((first.Count, second.Count, venue.Asked.Count, WireTape.Current), Is.EqualTo((1, 1, 3, (WireTape?)null)));
    }

    private async Task<IReadOnlyList<WireExchange>> SubmitAsync()
    {
        using var tape = WireTape.Start();
        await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);
        return tape.Exchanges;
    }
}
