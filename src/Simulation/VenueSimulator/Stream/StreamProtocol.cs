using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a client says on the stream: that it is authorized, and what it wants to hear.</summary>
internal static class StreamProtocol
{
    private const string TradeUpdates = "trade_updates";

    /// <summary>Answers a message. One that can't be read ends the connection; on one that has ended nobody listens.</summary>
    public static void Receive(VenueCore core, SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now)
    {
        if (core.MarketData.Has(socket))
        {
            core.MarketData.Receive(socket, message, now);
            return;
        }

        if (core.Updates.Has(socket))
        {
            core.Hear(socket, message, now);
        }
    }

    /// <summary>Answers a message of Alpaca's stream of trade updates.</summary>
    public static void Answer(VenueCore core, Outbox outbox, SimulatedSocket socket, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            Answer(core, outbox, socket, document.RootElement);
        }
        catch (JsonException)
        {
            core.Updates.Remove(socket);
            outbox.Close(socket);
        }
    }

    private static void Answer(VenueCore core, Outbox outbox, SimulatedSocket socket, JsonElement message)
    {
        var action = Text(message, "action");
        switch (action)
        {
            case "auth" or "authenticate":
                socket.IsAuthorized = core.IsKnown(Credential(message, "key", "key_id"), Credential(message, "secret", "secret_key"));
                outbox.Deliver(socket, EventJson.Authorization(socket.IsAuthorized, "authenticate"));
                break;
            case "listen" when socket.IsAuthorized:
                var listens = Streams(message).Contains(TradeUpdates);
                outbox.Deliver(socket, EventJson.Listening(listens));
                if (listens)
                {
                    core.Updates.Listen(socket);
                }
                else
                {
                    socket.IsListening = false;
                }

                break;
            default:
                outbox.Deliver(socket, EventJson.Authorization(false, action ?? ""));
                break;
        }
    }

    // Alpaca takes the credentials beside the action, or in data under longer names.
    private static string? Credential(JsonElement message, string name, string longName) =>
        Text(message, name) ?? (Data(message) is { } data ? Text(data, longName) : null);

    private static IEnumerable<string?> Streams(JsonElement message) =>
        Data(message) is { } data && data.TryGetProperty("streams", out var streams) && streams.ValueKind == JsonValueKind.Array
            ? streams.EnumerateArray().Select(stream => stream.ValueKind == JsonValueKind.String ? stream.GetString() : null)
            : [];

    private static JsonElement? Data(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
