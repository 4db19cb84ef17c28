using System.Globalization;
using System.Text;

namespace Pipeline.Trading;

/// <summary>
/// Words of agents and people stand beside words that are true, and are read by people and by models. So both must see the same: what nobody
/// sees, what turns the direction of text and what controls a terminal is refused.
/// </summary>
public static class VisibleText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    // By their category they are letters, marks or symbols, and show nothing.
    private static readonly (int First, int Last)[] Blank =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0D), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    ];

    /// <summary>What is wrong with a text, as the end of a sentence that begins with its name; null when everything in it is seen.</summary>
    public static string? Fault(string text)
    {
        var at = 0;
        Rune? before = null;
        foreach (var (rune, next) in Pairs(text))
        {
            if (!IsSeen(rune) && !Joins(rune, before, next) || IsPresentation(rune) && !IsPresented(before))
            {
                return $"has U+{rune.Value:X4} as character {at + 1}: control characters, line breaks, marks of direction and what nobody sees are refused";
            }

            (before, at) = (rune, at + 1);
        }

        return null;
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
        && !IsBlank(rune.Value);

    // Without a closure: it is asked of every character of every reason.
    private static bool IsBlank(int value)
    {
        foreach (var (first, last) in Blank)
        {
            if (first <= value && value <= last)
            {
                return true;
            }
        }

        return false;
    }

    // Persian and the scripts of India are not spelled without them, nor are some emoji; one at a time between two signs, they spell nothing themselves.
    private static bool Joins(Rune rune, Rune? before, Rune? next) =>
        rune.Value is NonJoiner or Joiner && before is { } left && next is { } right && IsJoined(left) && IsJoined(right);

    // Whether a sign is shown as a text or as a picture; one after each, or they could be strung together and would spell something.
    private static bool IsPresentation(Rune rune) => rune.Value is 0xFE0E or 0xFE0F;

    private static bool IsPresented(Rune? before) => before is { } sign && !IsPresentation(sign) && !Rune.IsWhiteSpace(sign) && !Rune.IsLetter(sign);

    private static bool IsJoined(Rune rune) => !rune.IsAscii && IsSeen(rune) && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);

    private static IEnumerable<(Rune Rune, Rune? Next)> Pairs(string text)
    {
        Rune? held = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (held is { } one)
            {
                yield return (one, rune);
            }

            held = rune;
        }

        if (held is { } last)
        {
            yield return (last, null);
        }
    }
}
