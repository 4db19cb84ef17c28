using System.Globalization;
using System.Text;

namespace Pipeline.Trading.Incidents;

/// <summary>
/// Words of a venue, an agent or a person on their way to a reader that may take them for instructions: short, on one line, and in a field
/// whose name ends in <c>_untrusted</c>.
/// </summary>
public static class UntrustedText
{
    /// <summary>Most characters that are kept.</summary>
    public const int Longest = 200;

    /// <summary>The text on one line, at most <see cref="Longest"/> characters; whatever is invisible or controls a terminal is a blank.</summary>
    public static string Cap(string text)
    {
        var kept = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > Longest)
            {
                return kept.Append('…').ToString();
            }

            kept.Append(IsVisible(rune) ? rune.ToString() : " ");
        }

        return kept.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
