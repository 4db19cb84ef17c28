using System.Globalization;

namespace Pipeline.Operator.DeadLetters;

/// <summary>An age of dead letters as people write it: <c>90s</c>, <c>15m</c>, <c>2h</c> or <c>1d</c>.</summary>
public static class LetterAge
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(36_500);

    /// <summary>The age, a hundred years at the most; null when the text is none.</summary>
    public static TimeSpan? Of(string text) => Read(text) is { } age && age <= Most ? age : null;

    private static TimeSpan? Read(string text) =>
        text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' when number <= Most.Days => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;
}
