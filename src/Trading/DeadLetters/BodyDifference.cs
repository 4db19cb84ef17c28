using System.Text;
using System.Text.Json;

namespace Pipeline.Trading.DeadLetters;

/// <summary>One place in which two messages are not the same.</summary>
/// <param name="Path">Where, for example <c>$.orders[0].qty</c>.</param>
/// <param name="Before">As it came; null where it had nothing.</param>
/// <param name="After">As it is now; null where it has nothing.</param>
public sealed record BodyDifference(string Path, string? Before, string? After)
{
    /// <summary>Every difference of two messages. What is no JSON is compared as a whole.</summary>
    public static IReadOnlyList<BodyDifference> Of(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        if (before.Span.SequenceEqual(after.Span))
        {
            return [];
        }

        try
        {
            using var one = JsonDocument.Parse(before);
            using var other = JsonDocument.Parse(after);
            var found = new List<BodyDifference>();
            Compare("$", one.RootElement, other.RootElement, found);
            return found;
        }
        catch (JsonException)
        {
            return [new BodyDifference("$", Encoding.UTF8.GetString(before.Span), Encoding.UTF8.GetString(after.Span))];
        }
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<BodyDifference> found)
    {
        if (before is { ValueKind: JsonValueKind.Object } one && after is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(field => field.Name).Distinct())
            {
                Compare($"{path}.{name}", Field(one, name), Field(other, name), found);
            }

            return;
        }

        if (before is { ValueKind: JsonValueKind.Array } first && after is { ValueKind: JsonValueKind.Array } second)
        {
            for (var i = 0; i < Math.Max(first.GetArrayLength(), second.GetArrayLength()); i++)
            {
                Compare($"{path}[{i}]", At(first, i), At(second, i), found);
            }

            return;
        }

        if (before?.GetRawText() != after?.GetRawText())
        {
            found.Add(new BodyDifference(path, before?.GetRawText(), after?.GetRawText()));
        }
    }

    private static JsonElement? Field(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? At(JsonElement of, int i) => i < of.GetArrayLength() ? of[i] : null;
}
