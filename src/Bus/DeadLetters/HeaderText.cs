using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using RabbitMQ.Client;

namespace Pipeline.Bus.DeadLetters;

/// <summary>The headers of a message as JSON, all of them, with what AMQP keeps as properties under names that begin with <c>amqp-</c>.</summary>
internal static class HeaderText
{
    /// <summary>The header in which a replayed message says which dead letter it is.</summary>
    public const string Replay = "Pipeline-Dead-Letter";

    private const string Property = "amqp-";

    /// <summary>Tables within tables are kept so deep: nobody means more, and who reads JSON stops at 64.</summary>
    private const int Deepest = 16;

    public static string Of(ReceiveContext context) => context.TryGetPayload<RabbitMqBasicConsumeContext>(out var rabbit)
        ? Of(rabbit.Properties)
        : Of(context.TransportHeaders.GetAll().Select(header => (header.Key, (object?)header.Value)));

    public static string Of(IReadOnlyBasicProperties properties) => Of((properties.Headers ?? new Dictionary<string, object?>()).Select(header => (header.Key, header.Value)).Concat(
        new (string Name, object? Value)[]
        {
            ("message-id", properties.MessageId), ("content-type", properties.ContentType), ("content-encoding", properties.ContentEncoding),
            ("correlation-id", properties.CorrelationId), ("reply-to", properties.ReplyTo), ("type", properties.Type), ("user-id", properties.UserId),
            ("app-id", properties.AppId), ("expiration", properties.Expiration),
            ("timestamp", properties.IsTimestampPresent() ? properties.Timestamp.UnixTime : null),
            ("priority", properties.IsPriorityPresent() ? properties.Priority : null),
            ("delivery-mode", properties.IsDeliveryModePresent() ? (int)properties.DeliveryMode : null),
        }.Where(one => one.Value is not null).Select(one => (Property + one.Name, one.Value))));

    /// <summary>The headers that a replay sends again: those that whoever published it has set.</summary>
    public static IEnumerable<(string Name, string Value)> ToSend(string headers)
    {
        var all = JsonNode.Parse(headers) as JsonObject ?? [];
        return all.Where(header => header.Value is JsonValue && !IsOfTransport(header.Key)).Select(header => (header.Key, header.Value!.ToString()));
    }

    /// <summary>A header as text; null when there is none.</summary>
    public static string? Find(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value) ? Node(value, 0)?.ToString() : null;

    private static bool IsOfTransport(string name) =>
        name.StartsWith("MT-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || name.StartsWith(Property, StringComparison.Ordinal)
        || name.Equals(Replay, StringComparison.OrdinalIgnoreCase) || name is "Content-Type" or "publishId" or "MessageId";

    private static string Of(IEnumerable<(string Name, object? Value)> headers)
    {
        var all = new JsonObject();
        foreach (var (name, value) in headers)
        {
            all[name] = Node(value, 0);
        }

        return all.ToJsonString();
    }

    // As clients of AMQP give them: text comes as bytes, tables and lists are nested.
    private static JsonNode? Node(object? value, int depth) => value switch
    {
        null => null,
        IDictionary<string, object?> or (IList and not byte[]) when depth == Deepest => JsonValue.Create("…"),
        string text => JsonValue.Create(text),
        byte[] bytes => JsonValue.Create(Encoding.UTF8.GetString(bytes)),
        bool flag => JsonValue.Create(flag),
        AmqpTimestamp time => JsonValue.Create(time.UnixTime),
        IDictionary<string, object?> table => new JsonObject(table.Select(field => KeyValuePair.Create(field.Key, Node(field.Value, depth + 1)))),
        IList list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, depth + 1))]),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
