using System.Text.RegularExpressions;

namespace Pipeline.Trading;

/// <summary>Whether a pattern of names fits a text from end to end.</summary>
internal static class WholeText
{
    /// <summary>The end of a pattern is also before a line break: a name that ends with one would be taken, and be nobody's.</summary>
    public static bool IsWhole(this Regex pattern, string text) => pattern.Match(text) is { Success: true } match && match.Length == text.Length;
}
