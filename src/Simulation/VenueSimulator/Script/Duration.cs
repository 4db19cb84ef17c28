using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Durations as people write them: a number and a unit, <c>250ms</c>, <c>2s</c>, <c>1.5m</c>, <c>4h</c>, <c>1d</c>.</summary>
public static class Duration
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>The longest duration there is: a clock can always be moved by it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>Reads a duration that is not negative.</summary>
    /// <exception cref="FormatException">The text is none, or it is too long.</exception>
    public static TimeSpan Parse(string text)
    {
        var digits = text.TrimEnd("msdh".ToCharArray());
        var ticks = Units.FirstOrDefault(unit => unit.Unit == text[digits.Length..]).Ticks;
        return ticks > 0
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number <= Longest.Ticks / ticks
                    ? TimeSpan.FromTicks((long)(number * ticks))
                    : throw new FormatException($"'{text}' is longer than {Format(Longest)}")
                : throw new FormatException($"'{text}' is no duration; write a number and ms, s, m, h or d, for example 250ms");
    }

    /// <summary>Writes a duration in the largest unit that keeps it a whole number, or in fractions of a millisecond.</summary>
    public static string Format(TimeSpan duration)
    {
        var (unit, ticks) = Units.LastOrDefault(unit => duration.Ticks % unit.Ticks == 0, Units[0]);
        return duration == TimeSpan.Zero ? "0s" : $"{(decimal)duration.Ticks / ticks}{unit}";
    }
}

/// <summary>Reads and writes durations in JSON as <see cref="Duration"/> does.</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("a duration is a text, for example \"250ms\"");
        }

        try
        {
            return Duration.Parse(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Duration.Format(value));
}
