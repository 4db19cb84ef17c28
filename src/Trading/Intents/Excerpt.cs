using System.Text;

namespace Pipeline.Trading.Intents;

/// <summary>
/// Text of the document as a fault may repeat it: short, and printable ASCII with everything else escaped,
/// so that lookalikes and direction marks show and a log line cannot be forged.
/// </summary>
internal static class Excerpt
{
    public static string Of(ReadOnlySpan<char> text, int maxCharacters = 64)
    {
        var excerpt = new StringBuilder();
        foreach (var c in text[..Math.Min(text.Length, maxCharacters)])
        {
            if (c == '\\') excerpt.Append("\\\\");
            else if (c is >= ' ' and <= '~') excerpt.Append(c);
            else excerpt.Append($"\\u{(int)c:x4}");
        }

        if (text.Length > maxCharacters) excerpt.Append("...");
        return excerpt.ToString();
    }
}
