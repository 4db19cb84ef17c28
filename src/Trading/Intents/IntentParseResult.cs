using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>What became of a document that claims to be an intent. A closed set: nothing derives from it outside this file.</summary>
public abstract record IntentParseResult
{
    private IntentParseResult()
    {
    }

    /// <summary>The document is an intent.</summary>
    /// <param name="Intent">In canonical form: symbols in upper case, numbers without trailing zeros, times in UTC.</param>
    public sealed record Parsed(Intent Intent) : IntentParseResult;

    /// <summary>The document is not an intent, and nothing of it was taken.</summary>
    /// <param name="Faults">Everything that is wrong with it, at least one; the last says so when there is more than is listed.</param>
    public sealed record Refused(IReadOnlyList<IntentFault> Faults) : IntentParseResult;
}
