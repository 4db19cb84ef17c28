using System.Text.Json;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// What a message of ours says it is about. Every one carries the identities of its order; a foreign one carries none, and one that is
/// broken may say nothing.
/// </summary>
internal sealed record EnvelopeGlance(string? MessageId, string? MessageType, string? ClOrdId, string? IntentId, int? Pass)
{
    private static readonly EnvelopeGlance Nothing = new(null, null, null, null, null);

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
            return new EnvelopeGlance(Text(root, "messageId"), type, Text(message, "clOrdId"), Text(message, "intentId"), pass);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Nothing;
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
