namespace Pipeline.Venues.Kit;

/// <summary>What came of one request. A closed set.</summary>
public abstract record VenueReply
{
    private VenueReply()
    {
    }

    /// <param name="Status">HTTP status.</param>
    /// <param name="Body">As it came; untrusted.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone, where it said so.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter) : VenueReply
    {
        /// <summary>What the venue calls the request (X-Request-ID); null where it does not say.</summary>
        public string? RequestId { get; init; }

        /// <summary>Takes out of words of the answer what must be in no record: keys, secrets, signatures. Decisions are made on the body as it came.</summary>
        public Func<string, string> Redact { get; init; } = words => words;

        /// <summary>Whether the status is one of success.</summary>
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>No connection was made, and not a byte of the request was written.</summary>
    public sealed record NotSent(string Reason) : VenueReply;

    /// <summary>The request was, or may have been, written; a whole answer did not come.</summary>
    public sealed record NoAnswer(string Reason) : VenueReply;
}
