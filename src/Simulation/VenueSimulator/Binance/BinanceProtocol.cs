using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a client says to Binance's WebSocket API: it subscribes to its user data, and asks for signs of life.</summary>
internal static class BinanceProtocol
{
    /// <summary>Answers a message. One that can't be read ends the connection.</summary>
    public static void Answer(VenueCore core, Outbox outbox, SimulatorOptions options, DateTimeOffset now, SimulatedSocket socket, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var (id, method) = (Text(document.RootElement, "id"), Text(document.RootElement, "method"));
            switch (method)
            {
                case "ping":
                    outbox.Deliver(socket, Result(id, _ => { }));
                    break;
                case "userDataStream.subscribe.signature" when Refusal(document.RootElement, options, now) is { } refusal:
                    outbox.Deliver(socket, Error(id, refusal));
                    break;
                case "userDataStream.subscribe.signature":
                    outbox.Deliver(socket, Result(id, writer => writer.WriteNumber("subscriptionId", 0)));
                    core.Updates.Listen(socket);
                    break;
                default:
                    outbox.Deliver(socket, Error(id, BinanceErrors.Bad(-1020, "This operation is not supported.")));
                    break;
            }
        }
        catch (JsonException)
        {
            core.Updates.Remove(socket);
            outbox.Close(socket);
        }
    }

    /// <summary>An event as a message.</summary>
    public static ReadOnlyMemory<byte> Event(ReadOnlyMemory<byte> data) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("subscriptionId", 0);
        writer.WritePropertyName("event");
        writer.WriteRawValue(data.Span, skipInputValidation: true);
        writer.WriteEndObject();
    });

    private static ApiError? Refusal(JsonElement request, SimulatorOptions options, DateTimeOffset now)
    {
        if (!request.TryGetProperty("params", out var asked) || asked.ValueKind != JsonValueKind.Object)
        {
            return BinanceErrors.Missing("apiKey");
        }

        // Signed over everything but the signature, in the order of the names.
        var payload = string.Join('&', asked.EnumerateObject().Where(field => field.Name != "signature").OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}={field.Value}"));
        return BinanceSignatures.Timing(Text(asked, "timestamp"), Text(asked, "recvWindow"), now)
            ?? ((options.KeyId is null || Text(asked, "apiKey") == options.KeyId) && BinanceSignatures.IsSignatureOf(payload, Text(asked, "signature"), options)
                ? null
                : BinanceErrors.Bad(-1022, "Signature for this request is not valid."));
    }

    private static ReadOnlyMemory<byte> Result(string? id, Action<Utf8JsonWriter> fields) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteNumber("status", 200);
        writer.WriteStartObject("result");
        fields(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Error(string? id, ApiError error) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteNumber("status", error.Status);
        writer.WritePropertyName("error");
        writer.WriteRawValue(error.ToAnswer().Body.Span, skipInputValidation: true);
        writer.WriteEndObject();
    });

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
