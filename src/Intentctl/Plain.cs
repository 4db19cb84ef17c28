using System.Globalization;
using System.Text;

namespace Pipeline.Intentctl;

/// <summary>Text that does nothing to a terminal, whoever wrote it: what controls one is shown as its number.</summary>
internal static class Plain
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? $"\\u{rune.Value:x4}"
                : rune.ToString());
        }

        return plain.ToString();
    }
}
