using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Orders;

namespace Pipeline.Trading.DeadLetters;

/// <summary>Reads the order message in a dead letter's bytes: in the transport's envelope, or bare.</summary>
public static class LetterMessage
{
    // Envelopes are written in camel case.
    private static readonly JsonSerializerOptions Enveloped = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(), },
    };

    /// <summary>The message, or null when the bytes are none.</summary>
    /// <param name="type">The type that the message claims to be: its name, or an urn that ends with it.</param>
    /// <param name="body">The bytes.</param>
    public static OrderMessage? Read(string? type, ReadOnlyMemory<byte> body)
    {
        if (MessageTypes.All.FirstOrDefault(known => known.Name == NameOf(type)) is not { } known)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("message", out var message)
                ? (OrderMessage?)message.Deserialize(known, Enveloped)
                : (OrderMessage?)root.Deserialize(known, PipelineJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the bytes are news of several orders: what the broker gives up by itself comes as it was sent.</summary>
    /// <param name="type">The type that the message claims to be.</param>
    /// <param name="body">The bytes.</param>
    public static bool IsNews(string? type, ReadOnlyMemory<byte> body)
    {
        try
        {
            return NameOf(type) is nameof(NewsBatch) or nameof(OutcomeBatch) && JsonDocument.Parse(body).RootElement.GetProperty("message").Deserialize<NewsBatch>(Enveloped) is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static string? NameOf(string? type) => type?[(type.LastIndexOf(':') + 1)..];
}
