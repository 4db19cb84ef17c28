using System.Text.Unicode;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// What is wrong with a document before anybody asks what it says: what two readers would understand differently, or what costs more than it
/// weighs. Whatever carries an intent is read by the same rules as the intent itself.
/// </summary>
public static class StrictJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Everything that is wrong, each with its place; none when the document means one thing only.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="maxDepth">Deepest nesting that is read.</param>
    public static IReadOnlyList<IntentFault> Faults(ReadOnlySpan<byte> utf8, int maxDepth) =>
        Unread(utf8) is { } fault ? [fault] : DocumentScanner.Scan(utf8, maxDepth).Faults.ToList();

    /// <summary>Why a document is refused before any of it is parsed, or null.</summary>
    internal static IntentFault? Unread(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > IntentLimits.MaxBytes)
            return new IntentFault("$", IntentFaultCodes.TooLarge, $"Has {utf8.Length} bytes; at most {IntentLimits.MaxBytes} are read.");
        if (utf8.StartsWith(ByteOrderMark))
            return new IntentFault("$", IntentFaultCodes.ByteOrderMark, "Starts with a byte order mark; send UTF-8 without one.");
        return Utf8.IsValid(utf8) ? null : new IntentFault("$", IntentFaultCodes.NotUtf8, "Not valid UTF-8.");
    }
}
