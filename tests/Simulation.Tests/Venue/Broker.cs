using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>A simulated venue with its clock, and a client that calls it and listens.</summary>
internal sealed class Broker : IDisposable
{
    /// <summary>A Monday in session: 10:00 in New York.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly List<JsonElement> frames = [];

    public Broker(string script = "{}", SimulatorOptions? options = null, DateTimeOffset? start = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(start ?? Start);
        Venue = new SimulatedVenue(options ?? new SimulatorOptions(), Time);
        Venue.Load(ScriptJson.ReadScript(script));
    }

    public FakeTimeProvider Time { get; }

    public SimulatedVenue Venue { get; }

    /// <summary>Events heard so far, in the order in which they came.</summary>
    public IReadOnlyList<JsonElement> Events => [.. frames.Where(frame => Word(frame, "stream") == "trade_updates").Select(frame => frame.GetProperty("data"))];

    public IEnumerable<string> EventNames => Events.Select(happened => Word(happened, "event")!);

    /// <summary>Messages of any kind.</summary>
    public IReadOnlyList<JsonElement> Frames => frames;

    public bool IsStreamClosed { get; private set; }

    public static string? Word(JsonElement element, string field) => element.GetProperty(field).GetString();

    public static string Order(string clOrdId, decimal qty = 10, string side = "buy", string type = "market", string extra = "", string symbol = "AAPL", string tif = "day") =>
        $$"""{"symbol":"{{symbol}}","qty":"{{qty}}","side":"{{side}}","type":"{{type}}","time_in_force":"{{tif}}","client_order_id":"{{clOrdId}}"{{extra}}}""";

    public static string Limit(string clOrdId, decimal price, decimal qty = 10, string side = "buy", string tif = "day") =>
        Order(clOrdId, qty, side, "limit", $",\"limit_price\":\"{price}\"", tif: tif);

    /// <summary>Connects to the stream and listens from now on.</summary>
    public SimulatedSocket Listen()
    {
        var socket = Venue.Connect();
        _ = PumpAsync(socket);
        LogOn(socket);
        return socket;
    }

    /// <summary>Says on a connection who is there and that all events are wanted.</summary>
    public static void LogOn(SimulatedSocket socket)
    {
        Say(socket, """{"action":"auth","key":"k","secret":"s"}""");
        Say(socket, """{"action":"listen","data":{"streams":["trade_updates"]}}""");
    }

    public void Act(string act) => Venue.Act(ScriptJson.ReadAct(act));

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public Task<SimulatedResponse> Call(string method, string path, string body = "", string query = "") =>
        Venue.HandleAsync(new SimulatedRequest(method, path, query, Encoding.UTF8.GetBytes(body)), CancellationToken.None);

    public Task<SimulatedResponse> Submit(string body) => Call("POST", "/v2/orders", body);

    public Task<SimulatedResponse> ById(string clOrdId) => Call("GET", "/v2/orders:by_client_order_id", query: $"?client_order_id={clOrdId}");

    /// <summary>The answer to a call that must be there already.</summary>
    public static SimulatedResponse Now(Task<SimulatedResponse> call)
    {
        Assert.That(call.IsCompleted, "the venue answers on the caller's thread");
        return call.GetAwaiter().GetResult();
    }

    public static JsonElement Json(Task<SimulatedResponse> call)
    {
        using var document = JsonDocument.Parse(Now(call).Body);
        return document.RootElement.Clone();
    }

    public SimulatedOrder Placed(string clOrdId) => Venue.Orders.Last(order => order.ClOrdId == clOrdId);

    public void Dispose() => Venue.Dispose();

    private static void Say(SimulatedSocket socket, string message)
    {
        var sent = socket.SendAsync(Encoding.UTF8.GetBytes(message), CancellationToken.None);
        Assert.That(sent.IsCompletedSuccessfully, "a message is taken on the caller's thread");
    }

    private async Task PumpAsync(SimulatedSocket socket)
    {
        IsStreamClosed = false;
        while (await socket.ReceiveAsync(CancellationToken.None) is { } frame)
        {
            using var document = JsonDocument.Parse(frame);
            frames.Add(document.RootElement.Clone());
        }

        IsStreamClosed = true;
    }
}
