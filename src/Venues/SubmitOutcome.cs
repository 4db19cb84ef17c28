namespace Pipeline.Venues;

/// <summary>What is known after one attempt to send. A closed set: nothing derives from it outside this file.</summary>
public abstract record SubmitOutcome
{
    /// <summary>The code that begins the reason when the venue refused the ClOrdId as one that it has: an acceptance to confirm.</summary>
    public const string IdTaken = "DUPLICATE_CL_ORD_ID";

    private SubmitOutcome()
    {
    }

    /// <summary>The venue has the order.</summary>
    /// <param name="OrderId">The venue's id of it.</param>
    public sealed record Acknowledged(string OrderId) : SubmitOutcome
    {
        /// <summary>The status that it was answered with, where nobody knows the word: the order is there, and what it is has to be asked. Null where it is known.</summary>
        public string? UnknownStatus { get; init; }
    }

    /// <summary>The venue's answer proves that it did not take the order.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Text">The venue's words.</param>
    public sealed record Rejected(string Code, string Text) : SubmitOutcome;

    /// <summary>Nobody knows. Only evidence ends this, never a timer.</summary>
    /// <param name="Reason">What happened to the call: an upper-case code, then the venue's words if it had any.</param>
    /// <param name="Refusal">The venue refused in words that do not prove it (a 4xx of no known code): evidence that it has no such order makes this the answer.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone; null when it did not say.</param>
    public sealed record Unknown(string Reason, Refusal? Refusal = null, TimeSpan? RetryAfter = null) : SubmitOutcome
    {
        private static readonly string[] OfAnswers = [IdTaken, "TERMS_MISMATCH", "ID_MISMATCH", "INCOMPLETE_ANSWER", "UNREADABLE_ANSWER", "TIMESTAMP_REFUSED"];

        /// <summary>Whether the venue itself has answered, in words that prove nothing: it is there. By the code that begins the reason.</summary>
        public bool IsAnswered => Array.Exists(OfAnswers, code => Reason.StartsWith(code, StringComparison.Ordinal));
    }

    /// <summary>
    /// Certainly the venue has not looked at it: not a byte of it arrived, for example because the connection was refused, or the venue itself
    /// proves that this request came too late for it. It may be sent again.
    /// </summary>
    /// <param name="Reason">Why not.</param>
    public sealed record NotSent(string Reason) : SubmitOutcome
    {
        /// <summary>How the reason begins where the venue has asked for no calls.</summary>
        public const string LeftAlone = "LEFT_ALONE";

        /// <summary>Whether the venue has asked for no calls, so that it says nothing of whether it answers.</summary>
        public bool IsLeftAlone => Reason.StartsWith(LeftAlone, StringComparison.Ordinal);
    }
}

/// <summary>A venue's refusal in its own words.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Text">The venue's words: untrusted, stored, never interpreted.</param>
public sealed record Refusal(string Code, string Text);
