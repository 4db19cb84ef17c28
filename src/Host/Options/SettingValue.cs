using System.Globalization;
using Pipeline.Store;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Host.Options;

/// <summary>Settings as text. Durations read as people write them: <c>250ms</c>, <c>5s</c>, <c>15m</c>, <c>1h</c>, <c>2d</c> or <c>00:00:05</c>.</summary>
public static class SettingValue
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Digits, a sign, a point and an exponent. A comma would be dropped where a thousand ends and elsewhere, and 1000,50 be 100050.</summary>
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <exception cref="FormatException">The text is no value of the type.</exception>
    public static object? Parse(string text, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return text.Length == 0 ? null : Parse(text, inner);
        }

        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(FillPolicyDefaults) => FillPolicyDefaults.Parse(text),
            _ when type == typeof(ExternalPolicies) => ExternalPolicies.Parse(text),
            _ when type == typeof(ClosedMarketPolicies) => ClosedMarketPolicies.Parse(text),
            _ when type == typeof(RequiredInputs) => RequiredInputs.Parse(text),
            _ when type == typeof(SymbolMarkets) => SymbolMarkets.Parse(text),
            _ when type == typeof(TimeSpan) => Duration(text),
            _ when type == typeof(DateTimeOffset) => Instant(text),
            _ when type.IsEnum => Word(text, type),
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : throw new FormatException("is neither true nor false"),
            _ => Number(text, type),
        };
    }

    /// <summary>A value as it would be written in a setting.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        TimeSpan duration => FormatDuration(duration),
        DateTimeOffset instant => instant.ToString("O"),
        Enum word => Columns.SnakeCase(word.ToString()),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static TimeSpan Duration(string text)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(text[..^unit.Length], Plain, CultureInfo.InvariantCulture, out var count))
            {
                return Math.Abs(count) < TimeSpan.MaxValue / length ? length * count : throw new FormatException("is no duration that fits");
            }
        }

        // A number alone would be days.
        return text == "0" || (text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
            ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
            : throw new FormatException("is no duration; write 250ms, 5s, 15m, 1h or 00:00:05");
    }

    private static string FormatDuration(TimeSpan duration)
    {
        foreach (var (unit, length) in Units.Reverse())
        {
            if (duration >= length && duration.Ticks % length.Ticks == 0)
            {
                return $"{duration.Ticks / length.Ticks}{unit}";
            }
        }

        return duration.ToString("c", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) && HasOffset(text)
            ? instant.ToUniversalTime()
            : throw new FormatException("is no instant with an offset; write 2026-03-02T09:30:00-05:00 or 2026-03-02T14:30:00Z");

    // Without an offset the meaning would depend on the machine's zone.
    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-');

    private static object Word(string text, Type type)
    {
        var words = Enum.GetValues(type).Cast<Enum>().ToDictionary(word => Columns.SnakeCase(word.ToString()));
        return words.TryGetValue(text, out var value) ? value : throw new FormatException($"is none of {string.Join(", ", words.Keys)}");
    }

    private static object Number(string text, Type type)
    {
        try
        {
            return type == typeof(decimal) ? decimal.Parse(text, Plain, CultureInfo.InvariantCulture)
                : type == typeof(double) ? double.Parse(text, Plain, CultureInfo.InvariantCulture)
                : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
        {
            throw new FormatException("is no number that fits", e);
        }
    }
}
