namespace Pipeline.Access;

/// <summary>Why somebody is not let in. Every reason there is stands here, each with a code that stays.</summary>
public sealed record Refusal
{
    private Refusal(string code, int status, string title, string detail) => (Code, Status, Title, Detail) = (code, status, title, detail);

    /// <summary>Stable, in kebab case: the end of the problem's type, the metric's label.</summary>
    public string Code { get; }

    /// <summary>HTTP's: 401, who it is is not known; 403, it is known and may not; and others.</summary>
    public int Status { get; }

    public string Title { get; }

    /// <summary>What to do, in one sentence. Holds nothing of a secret.</summary>
    public string Detail { get; }

    /// <summary>The scope that would have done, where one was lacking.</summary>
    public string? Lacks { get; private init; }

    /// <summary>Seconds after which the same may be tried again.</summary>
    public int? RetryAfterSeconds { get; private init; }

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "another-site", "bearer-not-here", "body-too-large", "body-truncated", "credentials-missing", "credentials-unknown", "header-doubled", "idempotency-key-unsigned", "key-broken", "key-ended",
        "key-unknown", "rate-limited", "scope-missing", "signature-ahead", "signature-malformed", "signature-mismatch", "signature-stale", "strategy-mismatch",
        "webhook-id-reused",
    ];

    /// <summary>A page in a browser of this machine sent it, for a site that is not this machine's.</summary>
    public static Refusal AnotherSite() => new(
        "another-site", 403, "A page of another site can't call",
        "Without credentials Origin and Host must be names of this machine, such as localhost: a page in a browser must not place orders");

    public static Refusal CredentialsMissing(string scope) => new(
        "credentials-missing", 401, "Who calls is not known",
        $"This needs the scope {scope}: sign the request with a strategy's key, or send Authorization: Bearer TOKEN.");

    public static Refusal CredentialsUnknown() =>
        new("credentials-unknown", 401, "The token belongs to nobody", "Send a token of an operator (--operator-tokens) or of a strategy's key (pipelinectl keys list).");

    public static Refusal KeyUnknown() =>
        new("key-unknown", 401, "There is no such key", "webhook-key-id names a signing key of a strategy; pipelinectl keys list shows them.");

    public static Refusal KeyEnded() =>
        new("key-ended", 401, "The key has ended", "It was revoked, or rotated and its overlap is over. Use the new secret, or have a key made.");

    public static Refusal KeyBroken() => new(
        "key-broken", 401, "The key can't be believed", "Its row in the store was changed, or sealed with another master key than this process has. An operator must look at it.");

    public static Refusal SignatureMalformed(string what) => new("signature-malformed", 401, "The signature can't be read", $"{what}.");

    public static Refusal SignatureStale(TimeSpan window) => new(
        "signature-stale", 401, "The request is too old", $"webhook-timestamp is more than {window.TotalSeconds:0} s ago. Sign again, with the same webhook-id; look at the clock if it is new.");

    public static Refusal SignatureAhead(TimeSpan window) =>
        new("signature-ahead", 401, "The request comes from the future", $"webhook-timestamp is more than {window.TotalSeconds:0} s ahead. Look at the signer's clock.");

    public static Refusal SignatureMismatch() => new(
        "signature-mismatch", 401, "The signature is not the key's", "Sign webhook-id.webhook-timestamp.payload, byte for byte as it is sent, with the secret of the key that webhook-key-id names.");

    public static Refusal ScopeMissing(string name, string lacks, string has) =>
        new("scope-missing", 403, "This is not allowed to you", $"It needs the scope {lacks}; {name} has {(has.Length > 0 ? has : "none")}.") { Lacks = lacks };

    public static Refusal StrategyMismatch(string own) =>
        new("strategy-mismatch", 403, "The key is another strategy's", $"The key is {own}'s; strategy_id must be {own}, or left out.");

    public static Refusal BearerNotHere(string why) => new("bearer-not-here", 403, "A token is not taken here", why);

    public static Refusal HeaderDoubled(string header) => new(
        "header-doubled", 400, "A header stands more than once", $"{header} must be sent once: two readers would not agree on which counts.");

    public static Refusal IdempotencyKeyUnsigned() => new(
        "idempotency-key-unsigned", 400, "The Idempotency-Key is not signed", "Leave it out of a signed request, or make it the webhook-id: an unsigned one could be changed on the way.");

    public static Refusal WebhookIdReused() => new(
        "webhook-id-reused", 409, "The webhook-id was used for another body", "Nothing was taken. A new decision needs a new webhook-id; a retry needs the same bytes.");

    public static Refusal BodyTooLarge(int most) => new("body-too-large", 413, "The body is too large", $"At most {most} bytes are read.");

    public static Refusal BodyTruncated() => new("body-truncated", 400, "The body ended early", "Fewer bytes came than were announced. Send it again.");

    public static Refusal RateLimited(string name, TimeSpan retryAfter) => new("rate-limited", 429, "Too many requests", $"{name} asks more often than it may.")
    {
        RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)),
    };
}
