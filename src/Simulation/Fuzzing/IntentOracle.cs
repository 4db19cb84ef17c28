using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Simulation.Fuzzing;

/// <summary>
/// Says whether what the parser made of a document is what stands in it. It shares nothing with the parser: the bytes are read by another
/// reader, numbers are compared as fractions of whole numbers, and every word must be found on both sides.
/// </summary>
internal static class IntentOracle
{
    // What an intent says that its document left out.
    private static readonly string[] Defaults = ["$.schema_version", "time_in_force"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = IntentLimits.MaxDepth };

    /// <summary>What is wrong with an answer; null when nothing is.</summary>
    public static string? Fault(byte[] document, IntentParseResult result) => result switch
    {
        IntentParseResult.Parsed(var intent) => FaultOfAccepted(document, intent),
        IntentParseResult.Refused(var faults) => FaultOfRefusal(faults),
        _ => "neither accepted nor refused",
    };

    private static string? FaultOfRefusal(IReadOnlyList<IntentFault> faults) =>
        faults.Count is < 1 or > 101 ? $"{faults.Count} faults"
        : faults.FirstOrDefault(fault => !fault.Path.StartsWith('$') || fault.Code.Length == 0 || fault.Message.Length == 0) is { } nameless ? $"a fault without place or reason: {nameless}"
        : null;

    private static string? FaultOfAccepted(byte[] document, Intent intent)
    {
        var canonical = JsonSerializer.SerializeToUtf8Bytes(intent, PipelineJson.Options);
        if (IntentParser.Parse(canonical) is not IntentParseResult.Parsed(var again) || !JsonSerializer.SerializeToUtf8Bytes(again, PipelineJson.Options).AsSpan().SequenceEqual(canonical))
        {
            return "read again it is another";
        }

        try
        {
            using var sent = JsonDocument.Parse(document, Strict);
            using var taken = JsonDocument.Parse(canonical, Strict);
            return Difference(sent.RootElement, taken.RootElement, "$");
        }
        catch (JsonException e)
        {
            return $"another reader refuses it: {e.Message}";
        }
    }

    private static string? Difference(JsonElement sent, JsonElement taken, string path) => (sent.ValueKind, taken.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => sent.EnumerateObject().Select(field => taken.TryGetProperty(field.Name, out var value)
                ? Difference(field.Value, value, $"{path}.{field.Name}")
                : $"{path}.{field.Name} is lost")
            .Concat(taken.EnumerateObject().Where(field => !sent.TryGetProperty(field.Name, out _)).Select(field => IsDefault($"{path}.{field.Name}") ? null : $"{path}.{field.Name} is made up"))
            .FirstOrDefault(difference => difference is not null),
        (JsonValueKind.Array, JsonValueKind.Array) => sent.GetArrayLength() != taken.GetArrayLength() ? $"{path} has another length"
            : sent.EnumerateArray().Zip(taken.EnumerateArray(), (one, other) => Difference(one, other, $"{path}[]")).FirstOrDefault(difference => difference is not null),
        (JsonValueKind.Number, JsonValueKind.Number) => Fraction(sent.GetRawText()) == Fraction(taken.GetRawText()) ? null : $"{path}: {sent.GetRawText()} became {taken.GetRawText()}",
        (JsonValueKind.String, JsonValueKind.String) => SameText(sent.GetString()!, taken.GetString()!, path) ? null : $"{path}: '{sent.GetString()}' became '{taken.GetString()}'",
        var (one, other) => $"{path}: {one} became {other}",
    };

    private static bool SameText(string sent, string taken, string path) =>
        !sent.Any(char.IsControl)
        && (path.EndsWith(".symbol", StringComparison.Ordinal) ? sent.All(char.IsAscii) && string.Equals(sent, taken, StringComparison.OrdinalIgnoreCase) && !taken.Any(char.IsLower)
            : path == "$.valid_until" ? DateTimeOffset.Parse(sent, CultureInfo.InvariantCulture).UtcTicks == DateTimeOffset.Parse(taken, CultureInfo.InvariantCulture).UtcTicks
            : sent == taken);

    private static bool IsDefault(string path) => Defaults.Any(name => path.EndsWith(name, StringComparison.Ordinal));

    // Digits times a power of ten, the least of it that says the same.
    private static (BigInteger Digits, int Power) Fraction(string literal)
    {
        var e = literal.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? literal : literal[..e];
        var power = e < 0 ? 0 : int.Parse(literal[(e + 1)..], CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        power -= point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        while (!digits.IsZero && digits % 10 == 0)
        {
            (digits, power) = (digits / 10, power + 1);
        }

        return (digits, digits.IsZero ? 0 : power);
    }
}
