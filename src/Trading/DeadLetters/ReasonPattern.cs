using System.Text.RegularExpressions;

namespace Pipeline.Trading.DeadLetters;

/// <summary>
/// A reason without what differs from one message to the next: identities, times and numbers. Failures that are alike in it, in their stage
/// and in their exception's type are one group.
/// </summary>
public static partial class ReasonPattern
{
    /// <summary>Most characters of a pattern.</summary>
    public const int Longest = 300;

    /// <summary>The pattern of a reason.</summary>
    public static string Of(string reason)
    {
        var text = reason.Length > 4 * Longest ? reason[..(4 * Longest)] : reason;
        text = Guid().Replace(text, "<id>");
        text = Time().Replace(text, "<time>");
        text = ClOrdId().Replace(text, "<id>");
        text = Hash().Replace(text, "<id>");
        text = Number().Replace(text, "<n>");
        text = Blanks().Replace(text, " ").Trim();
        return text.Length > Longest ? text[..Longest] : text;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")]
    private static partial Regex Time();

    // 32 characters of base32.
    [GeneratedRegex("(?<![A-Za-z0-9])[A-Z2-7]{32}(?![A-Za-z0-9])")]
    private static partial Regex ClOrdId();

    [GeneratedRegex("(?<![A-Za-z0-9])(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{12,}(?![A-Za-z0-9])")]
    private static partial Regex Hash();

    // A name keeps its digits: only what stands alone, or after a dash as in paper-17, is a number.
    [GeneratedRegex(@"(?<![A-Za-z0-9_])[+-]?\d+([.,]\d+)*(?![A-Za-z0-9_])")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
