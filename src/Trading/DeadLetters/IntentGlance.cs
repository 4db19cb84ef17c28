using System.Text.Json;

namespace Pipeline.Trading.DeadLetters;

/// <summary>
/// What an intent that could not be taken says it is of, so that people can find it. It may be broken anywhere: what can't be read is not
/// known, and nothing is decided by it.
/// </summary>
/// <param name="StrategyId">The strategy that it names.</param>
/// <param name="Symbol">Its symbol, where all its lines have the same.</param>
public sealed record IntentGlance(string? StrategyId, string? Symbol)
{
    private const int LongestName = 64;

    public static IntentGlance Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new IntentGlance(Name(root, "strategy_id"), SymbolOf(root));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new IntentGlance(null, null);
        }
    }

    private static string? SymbolOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("orders", out var orders) || orders.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var symbols = orders.EnumerateArray().Select(line => Name(line, "symbol")?.ToUpperInvariant()).Distinct().Take(2).ToList();
        return symbols is [var only] ? only : null;
    }

    private static string? Name(JsonElement of, string field) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestName } name
            ? name
            : null;
}
