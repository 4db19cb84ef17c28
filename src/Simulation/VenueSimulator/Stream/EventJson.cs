using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Messages of the stream as JSON.</summary>
internal static class EventJson
{
    /// <summary>One event as a message.</summary>
    public static ReadOnlyMemory<byte> Frame(StreamEvent happened, Effects effects)
    {
        var data = JsonText.Write(writer => Write(writer, happened));
        return Message("trade_updates", writer => writer.WriteRawValue(JsonEdit.Apply(data, effects).Span, skipInputValidation: true));
    }

    /// <summary>The answer to an attempt to log on.</summary>
    public static ReadOnlyMemory<byte> Authorization(bool isAuthorized, string action) => Message("authorization", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", isAuthorized ? "authorized" : "unauthorized");
        writer.WriteString("action", action);
        writer.WriteEndObject();
    });

    /// <summary>The streams a connection hears.</summary>
    public static ReadOnlyMemory<byte> Listening(bool tradeUpdates) => Message("listening", writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("streams");
        if (tradeUpdates)
        {
            writer.WriteStringValue("trade_updates");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>A message that says only that the stream is alive.</summary>
    public static ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) => Message("heartbeat", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("timestamp", JsonText.Time(now));
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Message(string stream, Action<Utf8JsonWriter> data) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("stream", stream);
        writer.WritePropertyName("data");
        data(writer);
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, StreamEvent happened)
    {
        writer.WriteStartObject();
        writer.WriteString("event", Words.Of(happened.Kind));
        JsonText.Text(writer, "execution_id", happened.ExecutionId);
        if (happened.Execution is { } execution)
        {
            writer.WriteString("price", JsonText.Number(execution.Px));
            writer.WriteString("qty", JsonText.Number(execution.Qty));
            writer.WriteString("position_qty", JsonText.Number(happened.PositionQty ?? 0));
            if (execution.ExecRefId is { } reference)
            {
                writer.WriteString("previous_execution_id", reference);
            }
        }

        if (happened.Reason is { } reason)
        {
            writer.WriteString("reason", reason);
        }

        writer.WriteString("timestamp", JsonText.Time(happened.At));
        writer.WritePropertyName("order");
        OrderJson.Write(writer, happened.Order, happened.State);
        writer.WriteEndObject();
    }
}
