using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// The strict reader of intents. What it accepts means one thing only, and what it refuses it refuses whole, naming every fault.
/// The types of <see cref="Intent"/> and their attributes say what is allowed; <see cref="IntentSchema"/> publishes the same.
/// </summary>
public static class IntentParser
{
    /// <summary>Reads one document.</summary>
    /// <param name="utf8">JSON by RFC 8259 in UTF-8 without a byte order mark, at most 64 KiB and 8 deep.</param>
    public static IntentParseResult Parse(ReadOnlyMemory<byte> utf8)
    {
        if (StrictJson.Unread(utf8.Span) is { } fault) return new IntentParseResult.Refused([fault]);

        var (root, faults) = DocumentScanner.Scan(utf8.Span);
        if (root is null) return new IntentParseResult.Refused(faults.ToList());

        var intent = new IntentBinder(faults).Bind(root, typeof(Intent), FieldRules.None);
        new IntentRules(faults).Check(root);
        return faults.IsEmpty && intent is Intent good
            ? new IntentParseResult.Parsed(good)
            : new IntentParseResult.Refused(faults.ToList());
    }
}
