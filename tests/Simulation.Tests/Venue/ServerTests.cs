using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>The venue behind real sockets, on real time.</summary>
public sealed class ServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SimulatedVenue venue = null!;
    private WebApplication app = null!;
    private HttpClient client = null!;
    private HttpClient control = null!;
    private CancellationTokenSource patience = null!;

    [SetUp]
    public async Task Serve()
    {
        venue = new SimulatedVenue(new SimulatorOptions { Calendars = SessionCalendars.AlwaysOpen }, TimeProvider.System);
        venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}"""));
        app = SimulatorServer.Build(venue, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        await app.StartAsync();
        var urls = app.Urls.ToList();
        client = new HttpClient { BaseAddress = new Uri(urls[0]), Timeout = Patience };
        control = new HttpClient { BaseAddress = new Uri(urls[1]), Timeout = Patience };
        patience = new CancellationTokenSource(Patience);
    }

    [TearDown]
    public async Task Stop()
    {
        await app.DisposeAsync();
        venue.Dispose();
        client.Dispose();
        control.Dispose();
        patience.Dispose();
    }

    [Test]
    public async Task An_order_goes_in_over_http_and_its_fill_comes_out_of_the_stream()
    {
        using var stream = await ListenAsync();

        var answer = await client.PostAsync("v2/orders", new StringContent(Broker.Order("c1")));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.Contains("X-Ratelimit-Remaining"));

        var events = new List<string>();
        while (events.LastOrDefault() != "fill")
        {
            var (type, frame) = await ReceiveAsync(stream);
            Assert.That(type, Is.EqualTo(WebSocketMessageType.Binary));
            events.Add(frame.GetProperty("data").GetProperty("event").GetString()!);
        }

        Assert.That(events, Is.EqualTo(new[] { "pending_new", "new", "fill" }));
        Assert.That((await client.DeleteAsync("v2/orders/nonsense")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Behaviours_are_added_counted_and_taken_away_over_http()
    {
        await TellAsync(HttpMethod.Post, "simulator/behaviours", """{"name":"gateway","when":{"call":"submit"},"status":504}""");
        Assert.That((await client.PostAsync("v2/orders", new StringContent(Broker.Order("c1")))).StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));

        var behaviours = await client.GetFromJsonAsync<JsonElement>("simulator/behaviours");
        Assert.That(behaviours[0].GetProperty("applied").GetInt32(), Is.EqualTo(1));
        var calls = await client.GetFromJsonAsync<JsonElement>("simulator/calls?cl_ord_id=c1");
        Assert.That(calls[0].GetProperty("behaviours")[0].GetString(), Is.EqualTo("gateway"));
        Assert.That((await client.GetFromJsonAsync<JsonElement>("simulator/orders"))[0].GetProperty("status").GetString(), Is.EqualTo("filled"));
        Assert.That((await client.GetFromJsonAsync<JsonElement>("simulator/executions"))[0].GetProperty("qty").GetDecimal(), Is.EqualTo(10));

        await TellAsync(HttpMethod.Delete, "simulator/behaviours?name=gateway", "");
        Assert.That((await client.PostAsync("v2/orders", new StringContent(Broker.Order("c2")))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("simulator/behaviours", "[null]", "$[0]: null is no value")]
    [TestCase("simulator/behaviours", """{"when":{"call":"submit"},"fills":[null]}""", "$.fills[0]: null is no value")]
    [TestCase("simulator/script", """{"quotes":[null]}""", "$.quotes[0]: null is no value")]
    [TestCase("simulator/script", """{"positions":{"AAPL":null}}""", "$.positions.AAPL: null is no value")]
    [TestCase("simulator/acts", """{"after":"9000000d","stop":{}}""", "$.after: '9000000d' is longer than 3660d")]
    [TestCase("simulator/acts", "", "$: there is nothing in it")]
    public async Task What_is_no_value_is_answered_with_its_place(string path, string body, string complaint)
    {
        var answer = await client.PostAsync(path, new StringContent(body));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(), Does.StartWith(complaint));
    }

    [Test]
    public async Task What_is_not_understood_is_answered_with_the_reason()
    {
        var answer = await client.PostAsync("simulator/acts", new StringContent("""{"stopp":{}}"""));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("$.stopp: unknown field"));
        Assert.That((await client.GetAsync("simulator/nothing")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_venue_that_is_down_is_truly_refused_and_can_be_told_to_come_back()
    {
        using var stream = await ListenAsync();
        await TellAsync(HttpMethod.Post, "simulator/acts", """{"stop":{}}""");

        Assert.That(async () => await ReceiveAsync(stream), Throws.InstanceOf<WebSocketException>(), "the stream drops without a word");
        await Eventually(async () => await FailsWith(HttpRequestError.ConnectionError));
        Assert.That((await control.GetFromJsonAsync<JsonElement>("simulator/calls")).GetArrayLength(), Is.GreaterThan(0));

        await TellAsync(HttpMethod.Post, "simulator/acts", """{"resume":{}}""");
        await Eventually(async () => await FailsWith(null));
    }

    [Test]
    public async Task A_broken_connection_and_a_missing_answer_look_like_that_to_a_client()
    {
        await TellAsync(HttpMethod.Post, "simulator/behaviours", """[{"when":{"call":"account"},"answer":"reset"},{"when":{"call":"clock"},"answer":"none"}]""");

        Assert.That(async () => await client.GetAsync("v2/account"), Throws.InstanceOf<HttpRequestException>());
        using var short_ = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.That(async () => await client.GetAsync("v2/clock", short_.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private async Task<bool> FailsWith(HttpRequestError? error)
    {
        try
        {
            using var fresh = new HttpClient { BaseAddress = client.BaseAddress, Timeout = Patience };
            return (await fresh.GetAsync("v2/account", patience.Token)).IsSuccessStatusCode && error is null;
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError == error;
        }
    }

    private async Task Eventually(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private async Task TellAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body) };
        var answer = await control.SendAsync(request, patience.Token);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<ClientWebSocket> ListenAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{client.BaseAddress!.Authority}/stream"), patience.Token);
        await SayAsync("""{"action":"authenticate","data":{"key_id":"k","secret_key":"s"}}""");
        Assert.That((await ReceiveAsync(socket)).Frame.GetProperty("data").GetProperty("status").GetString(), Is.EqualTo("authorized"));
        await SayAsync("""{"action":"listen","data":{"streams":["trade_updates"]}}""");
        Assert.That((await ReceiveAsync(socket)).Frame.GetProperty("stream").GetString(), Is.EqualTo("listening"));
        return socket;

        Task SayAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, patience.Token);
    }

    private async Task<(WebSocketMessageType Type, JsonElement Frame)> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var result = await socket.ReceiveAsync(buffer, patience.Token);
        using var document = JsonDocument.Parse(buffer.AsMemory(0, result.Count));
        return (result.MessageType, document.RootElement.Clone());
    }
}
