namespace Pipeline.Trading.Intents;

/// <summary>One thing wrong with a document that claims to be an intent.</summary>
/// <param name="Path">Where, as a JSONPath: <c>$.orders[0].qty</c>. Printable ASCII only, whatever the document contains.</param>
/// <param name="Code">One of <see cref="IntentFaultCodes"/>; stable.</param>
/// <param name="Message">A sentence for a person. Printable ASCII only; not stable.</param>
public sealed record IntentFault(string Path, string Code, string Message);
