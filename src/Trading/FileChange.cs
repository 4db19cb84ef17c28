using System.Text.RegularExpressions;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading;

/// <summary>
/// Who has changed a file of the operators and why, in the words of the file itself. Who may write it is the operating system's matter, so it
/// is no proof; it is what the next person reads first.
/// </summary>
/// <param name="By">A name, 1 to 64 characters of ids.</param>
/// <param name="Why">1 to 500 characters, every one of which is seen.</param>
public sealed partial record FileChange(string By, string Why)
{
    /// <summary>The file does not say.</summary>
    public static FileChange Unsaid { get; } = new("not said", "not said");

    /// <summary>Longest reason, in characters.</summary>
    public const int LongestWhy = 500;

    /// <summary>What a file says of its change; what it leaves out is not said.</summary>
    public static FileChange Of(string? by, string? why) => new(by ?? Unsaid.By, why ?? Unsaid.Why);

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? FaultOfBy(string by) => Name().IsWhole(by) && by.Length <= IntentLimits.MaxName ? null : $"must be {IntentLimits.NameRule}, 1 to {IntentLimits.MaxName} characters";

    /// <summary>What is wrong with a reason; null when nothing is.</summary>
    public static string? FaultOfWhy(string why) => why.Trim().Length is 0 or > LongestWhy ? $"must have 1 to {LongestWhy} characters" : VisibleText.Fault(why);

    [GeneratedRegex(IntentLimits.NamePattern, RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
