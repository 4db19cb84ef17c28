namespace Pipeline.Messages.Intents;

/// <summary>How large an intent may be, and how its names are spelled. The parser and the published schema both read these.</summary>
public static class IntentLimits
{
    /// <summary>Largest document, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Deepest nesting of objects and arrays; an intent itself needs 4.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most fields of one object that are read at all; an intent has far fewer.</summary>
    public const int MaxFields = 1_000;

    /// <summary>Most lines in one intent.</summary>
    public const int MaxOrders = 100;

    /// <summary>Longest symbol, in characters.</summary>
    public const int MaxSymbol = 24;

    /// <summary>Longest strategy, portfolio, leg or reason code, in characters.</summary>
    public const int MaxName = 64;

    /// <summary>Longest rebalance id, in characters.</summary>
    public const int MaxRebalanceId = 128;

    /// <summary>Longest reason, in characters (Unicode code points).</summary>
    public const int MaxReason = 2_000;

    /// <summary>Largest quantity or price: 1e12.</summary>
    public const string MaxAmount = "1000000000000";

    /// <summary>Most decimals of any number. With <see cref="MaxAmount"/> that is 25 digits, which a decimal keeps exactly.</summary>
    public const int MaxDecimals = 12;

    /// <summary>Longest time of a fill policy, in seconds: 30 days.</summary>
    public const string MaxPolicySeconds = "2592000";

    public const string SymbolPattern = "^[A-Za-z0-9]+([./-][A-Za-z0-9]+)?$";

    public const string SymbolRule = "ASCII letters and digits, with at most one of . / - between them";

    public const string NamePattern = "^[A-Za-z0-9._:-]+$";

    public const string NameRule = "ASCII letters, digits and . _ : - only";

    public const string PrintablePattern = "^[!-~]([ -~]*[!-~])?$";

    public const string PrintableRule = "printable ASCII only, with no space at its beginning or end";

    /// <summary>
    /// Neither control characters nor what breaks a line, turns the direction of text or is not seen: a reason is shown beside words that are true.
    /// A pattern that every reader of the schema understands can't say all of it; the parser looks at each character's category.
    /// </summary>
    public const string VisiblePattern =
        @"^[^\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb]*$";

    public const string VisibleRule = "any text in which every character is seen";

    /// <summary>RFC 3339 with the offset stated; at most seven digits of a second, which is what an instant keeps.</summary>
    public const string InstantPattern =
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})$";

    public const string InstantRule = "RFC 3339 with an offset, for example 2026-01-02T15:04:05Z or 2026-01-02T10:04:05.25-05:00";
}
