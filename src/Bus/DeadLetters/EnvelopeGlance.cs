using System.Text.Json;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// What a message of ours says it is about. Every one carries the identities of its order; a foreign one carries none, and one that is
/// broken may say nothing. What is longer than any of ours is none of ours, and no key of the store would hold it.
/// </summary>
internal sealed record EnvelopeGlance(string? MessageId, string? MessageType, string? ClOrdId, string? IntentId, int? Pass)
{
    /// <summary>Longest identity, in characters: an order's has 32, a message's 36.</summary>
    private const int LongestId = 64;

    /// <summary>As long as AMQP lets a type be.</summary>
    private const int LongestType = 255;

    private static readonly EnvelopeGlance Nothing = new(null, null, null, null, null);

    /// <summary>A type as it is kept: cut short, one that goes on is none that the pipeline knows.</summary>
    public static string? Short(string? type) => type is { Length: > LongestType } ? type[..LongestType] + "…" : type;

    public static EnvelopeGlance Of(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object)
            {
                return Nothing;
            }

            var type = root.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0 ? types[0].GetString() : null;
            var pass = message.TryGetProperty("pass", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : (int?)null;
            return new EnvelopeGlance(Id(root, "messageId"), Short(type), Id(message, "clOrdId"), Id(message, "intentId"), pass);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Nothing;
        }
    }

    private static string? Id(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestId } id ? id : null;
}
