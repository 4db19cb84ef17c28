using System.Net;
using System.Text;
using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What can become of a call and its answer.</summary>
public sealed class CallMisbehaviourTests
{
    private const string Quote = "\"quotes\":[{\"symbol\":\"AAPL\",\"bid\":179.99,\"ask\":180.01}]";

    [TestCase("\"accept\":false,", 0)]
    [TestCase("", 1)]
    public void A_call_without_an_answer_ends_with_its_caller_only(string accept, int orders)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"submit"},{{accept}}"answer":"none"}]}""");
        using var patience = new CancellationTokenSource();

        var call = broker.Venue.HandleAsync(new SimulatedRequest("POST", "/v2/orders", "", Encoding.UTF8.GetBytes(Limit("c1", 100))), patience.Token);
        broker.Pass(3600);
        Assert.That(call.IsCompleted, Is.False);
        patience.Cancel();

        Assert.That(call.IsCanceled, "inline, on the thread that lost its patience");
        Assert.That(broker.Venue.Orders, Has.Count.EqualTo(orders));
        Assert.That(broker.Venue.Calls[0].Answer, Is.EqualTo("no answer"));
    }

    [TestCase("never", HttpStatusCode.UnprocessableEntity, 1)]
    [TestCase("always", HttpStatusCode.OK, 2)]
    public void A_call_that_a_proxy_repeats_is_answered_with_what_came_of_the_last(string reuse, HttpStatusCode status, int orders)
    {
        using var broker = new Broker($$"""{"id_reuse":"{{reuse}}","behaviours":[{"when":{"call":"submit"},"repeat":1}]}""");

        Assert.That(Now(broker.Submit(Limit("c1", 100))).Status, Is.EqualTo((int)status));

        Assert.That(broker.Venue.Orders, Has.Count.EqualTo(orders));
    }

    [TestCase("\"accept\":false,", 0)]
    [TestCase("", 1)]
    public void A_connection_that_breaks_says_nothing_of_the_order(string accept, int orders)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"submit"},{{accept}}"answer":"reset"}]}""");

        Assert.That(Now(broker.Submit(Limit("c1", 100))).Broken, Is.EqualTo(BrokenConnection.Reset));

        Assert.That(broker.Venue.Orders, Has.Count.EqualTo(orders));
        Assert.That(broker.Venue.Calls[0], Has.Property(nameof(VenueCall.Answer)).EqualTo("reset").And.Property(nameof(VenueCall.Reached)).True);
    }

    [Test]
    public void A_refused_connection_never_reaches_the_venue()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"submit","count":1},"answer":"refused"}]}""");

        Assert.That(Now(broker.Submit(Limit("c1", 100))).Broken, Is.EqualTo(BrokenConnection.Refused));
        Assert.That(broker.Venue.Orders, Is.Empty);
        Assert.That(broker.Venue.Calls[0].Reached, Is.False);

        Assert.That(Now(broker.Submit(Limit("c1", 100))).Status, Is.EqualTo(200));
    }

    [TestCase(500, "", 1, "application/json")]
    [TestCase(503, "", 1, "text/html")]
    [TestCase(504, "", 1, "text/html")]
    [TestCase(504, "\"accept\":false,", 0, "text/html")]
    public void An_error_of_the_venue_may_come_before_or_after_it_accepts(int status, string accept, int orders, string type)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"submit"},{{accept}}"status":{{status}}}]}""");

        var answer = Now(broker.Submit(Limit("c1", 100)));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.ContentType, Does.StartWith(type));
        Assert.That(broker.Venue.Orders, Has.Count.EqualTo(orders));
    }

    [Test]
    public void A_refusal_may_be_taken_back_in_silence()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"submit"},"accept_after":"3s","status":422,"message":"asset not tradable"}]}""");

        var answer = broker.Submit(Limit("c1", 100));
        Assert.That(Now(answer).Status, Is.EqualTo(422));
        Assert.That(Word(Json(answer), "message"), Is.EqualTo("asset not tradable"));
        Assert.That(Json(answer).GetProperty("code").GetInt32(), Is.EqualTo(42210000));
        broker.Pass(2.9);
        Assert.That(Now(broker.ById("c1")).Status, Is.EqualTo(404));
        broker.Pass(0.2);

        Assert.That(Now(broker.ById("c1")).Status, Is.EqualTo(200));
    }

    [Test]
    public void An_order_accepted_late_is_answered_late()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"submit"},"accept_after":"3s"}]}""");

        var answer = broker.Submit(Limit("c1", 100));
        broker.Pass(2.9);
        Assert.That(answer.IsCompleted, Is.False);
        Assert.That(broker.Venue.Orders, Is.Empty);
        broker.Pass(0.2);

        Assert.That(Now(answer).Status, Is.EqualTo(200));
    }

    [Test]
    public void A_slow_answer_comes_after_the_events()
    {
        using var broker = new Broker($$"""{{{Quote}},"behaviours":[{"when":{"call":"submit"},"delay":"2s"}]}""");
        broker.Listen();

        var answer = broker.Submit(Order("c1"));
        broker.Pass(1);
        Assert.That(broker.EventNames.Last(), Is.EqualTo("fill"), "the fill beats the acknowledgement");
        Assert.That(answer.IsCompleted, Is.False);
        broker.Pass(1.1);

        Assert.That(Word(Json(answer), "status"), Is.EqualTo("pending_new"));
    }

    [Test]
    public void Too_many_requests_say_when_to_come_back()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"submit"},"accept":false,"status":429,"retry_after":"2s"}]}""");

        var answer = broker.Submit(Limit("c1", 100));

        Assert.That(Json(answer).GetProperty("code").GetInt32(), Is.EqualTo(42910000));
        Assert.That(Now(answer).Headers, Has.Some.EqualTo(new KeyValuePair<string, string>("Retry-After", "2")));
    }

    [TestCase("truncated")]
    [TestCase("html")]
    [TestCase("empty")]
    public void An_answer_may_be_unreadable(string fault)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"submit"},"answer":"{{fault}}"}]}""");

        var answer = Now(broker.Submit(Limit("c1", 100)));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(() => System.Text.Json.JsonDocument.Parse(answer.Body), Throws.InstanceOf<System.Text.Json.JsonException>());
        Assert.That(broker.Venue.Orders, Has.Count.EqualTo(1));
    }

    [TestCase("\"not json\"", "not json")]
    [TestCase("{\"a\":1}", "{\"a\":1}")]
    public void Any_status_may_come_with_any_body(string body, string sent)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"account"},"status":418,"body":{{body}}}]}""");

        var answer = Now(broker.Call("GET", "/v2/account"));

        Assert.That(answer.Status, Is.EqualTo(418));
        Assert.That(Encoding.UTF8.GetString(answer.Body.Span), Is.EqualTo(sent));
    }

    [Test]
    public void Answers_may_bear_unknown_words_and_miss_fields()
    {
        using var broker = new Broker("""
            {"behaviours":[
              {"when":{"call":"submit"},"set":{"status":"quantum","new_field":{"x":1}},"remove":["client_order_id"]},
              {"when":{"call":"list_orders"},"set":{"side":"sideways"}}]}
            """);

        var answer = Json(broker.Submit(Limit("c1", 100)));

        Assert.That(Word(answer, "status"), Is.EqualTo("quantum"));
        Assert.That(answer.GetProperty("new_field").GetProperty("x").GetInt32(), Is.EqualTo(1));
        Assert.That(answer.TryGetProperty("client_order_id", out _), Is.False);
        Assert.That(Word(Json(broker.Call("GET", "/v2/orders"))[0], "side"), Is.EqualTo("sideways"), "in every element of a list");
    }

    [Test]
    public void An_order_may_be_invisible_to_queries_for_a_while()
    {
        using var broker = new Broker($$"""{{{Quote}},"behaviours":[{"when":{"call":"submit"},"hide":"5s"}]}""");
        broker.Listen();
        Now(broker.Submit(Order("c1")));
        broker.Pass(4.9);

        Assert.That(broker.EventNames, Does.Contain("fill"), "the stream shows it");
        Assert.That(Now(broker.ById("c1")).Status, Is.EqualTo(404));
        Assert.That(Now(broker.Call("GET", $"/v2/orders/{broker.Placed("c1").OrderId}")).Status, Is.EqualTo(404));
        Assert.That(Json(broker.Call("GET", "/v2/orders", query: "?status=all")).GetArrayLength(), Is.Zero);
        Assert.That(Json(broker.Call("GET", "/v2/account/activities/FILL")).GetArrayLength(), Is.Zero);
        Assert.That(Now(broker.Submit(Order("c1"))).Status, Is.EqualTo(422), "and its id is taken");

        broker.Pass(0.2);
        Assert.That(Now(broker.ById("c1")).Status, Is.EqualTo(200));
        Assert.That(Json(broker.Call("GET", "/v2/orders", query: "?status=all")).GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public void A_look_up_may_fail_to_find_at_first()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"get_by_client_order_id","count":2},"status":404}]}""");
        Now(broker.Submit(Limit("c1", 100)));

        Assert.That(Enumerable.Range(0, 3).Select(_ => Now(broker.ById("c1")).Status), Is.EqualTo(new[] { 404, 404, 200 }));
    }

    [Test]
    public void A_venue_that_is_down_refuses_everything_and_comes_back_by_itself()
    {
        using var broker = new Broker();
        broker.Listen();
        broker.Act("""{"stop":{"for":"20s"}}""");

        Assert.That(broker.IsStreamClosed);
        Assert.That(Now(broker.Submit(Limit("c1", 100))).Broken, Is.EqualTo(BrokenConnection.Refused));
        Assert.That(() => broker.Venue.Connect(), Throws.InstanceOf<System.Net.WebSockets.WebSocketException>());

        broker.Pass(20);
        Assert.That(Now(broker.Submit(Limit("c1", 100))).Status, Is.EqualTo(200));
    }

    [Test]
    public void The_same_through_an_http_client()
    {
        using var broker = new Broker("""
            {"behaviours":[
              {"when":{"call":"submit","nth":1},"answer":"refused"},
              {"when":{"call":"submit","nth":2},"answer":"reset"},
              {"when":{"call":"submit","nth":3},"status":429,"accept":false,"retry_after":"7s"}]}
            """);
        using var client = new HttpClient(new SimulatedVenueHandler(broker.Venue)) { BaseAddress = new Uri("http://venue/") };

        var refused = Post();
        Assert.That(refused.IsFaulted, "inline");
        Assert.That(((HttpRequestException)refused.Exception!.InnerException!).HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
        var reset = Post();
        Assert.That(reset.Exception!.InnerException, Is.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<IOException>());
        Assert.That(Post().Result.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(Post().Result.IsSuccessStatusCode, Is.False, "its id was taken by the call that broke");

        Task<HttpResponseMessage> Post() => client.PostAsync("v2/orders", new StringContent(Limit("c1", 100)));
    }
}
