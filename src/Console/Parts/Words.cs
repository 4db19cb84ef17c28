using System.Globalization;
using Pipeline.Messages.Fix;
using Pipeline.Store;

namespace Pipeline.WebConsole.Parts;

/// <summary>How numbers, times and words are written for people.</summary>
internal static class Words
{
    /// <summary>No intent has more.</summary>
    private const int MostDecimals = 12;

    /// <summary>A word of FIX's or ours, as people read it: <c>partially filled</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Columns.Word(value).Replace('_', ' ');

    /// <summary>A name in camel case, as people read it.</summary>
    public static string OfKind(string kind)
    {
        var words = Columns.SnakeCase(kind).Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Number(decimal value) => value.ToString("#,##0.############", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Price(decimal? value) => value?.ToString("#,##0.00##########", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>An average price: four decimals, or as many as show four digits of a smaller one.</summary>
    public static string AveragePrice(decimal value)
    {
        var decimals = 4;
        for (var rest = Math.Abs(value); rest is > 0 and < 1 && decimals < MostDecimals; rest *= 10)
        {
            decimals++;
        }

        return Price(Math.Round(value, decimals));
    }

    public static string Money(decimal value) => value.ToString("#,##0.00", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Signed(decimal value) => (value > 0 ? "+" : "") + Money(value);

    /// <summary>A time of day, UTC, with milliseconds.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>How long, in the largest unit that makes sense.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.Zero => "0 s",
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 60 } => $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        { TotalHours: < 24 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    public static string Span(double? seconds) => seconds is { } known ? Span(TimeSpan.FromSeconds(known)) : "–";

    public static string Plural(long count, string one, string? several = null) => $"{Count(count)} {(count == 1 ? one : several ?? one + "s")}";
}
