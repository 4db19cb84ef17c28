using System.Globalization;
using System.Text;

namespace Pipeline.Ctl;

/// <summary>Text as a terminal may show it: words of agents and venues must not reach it as its commands, nor forge a line. What controls one is shown as its number.</summary>
internal static class Plain
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                ? $"\\u{rune.Value:x4}"
                : rune.ToString());
        }

        return plain.ToString();
    }
}
