using Pipeline.Access.Keys;

namespace Pipeline.Access.Signatures;

/// <summary>Whether a request was signed by the key it names. Pure: keys and time are arguments.</summary>
public static class SignatureCheck
{
    private const int HmacBytes = 32;
    private const int Ed25519Bytes = 64;

    /// <summary>The refusal of a request's time; null when it is near enough.</summary>
    /// <param name="head">The request's headers.</param>
    /// <param name="now">By the machine's clock.</param>
    /// <param name="window">How far it may be off.</param>
    /// <param name="mayBeOld">Over AMQP a message may have waited out an outage; how long it is good for, its <c>valid_until</c> says.</param>
    public static Refusal? OfTime(SignedHead head, DateTimeOffset now, TimeSpan window, bool mayBeOld)
    {
        var age = now - DateTimeOffset.FromUnixTimeSeconds(head.Timestamp);
        return age > window && !mayBeOld ? Refusal.SignatureStale(window)
            : age < -window ? Refusal.SignatureAhead(window)
            : null;
    }

    /// <summary>The version of the key that signed it, or why none did.</summary>
    /// <param name="versions">Of the key that the request names, the newest first.</param>
    /// <param name="head">The request's headers.</param>
    /// <param name="content">The bytes that were signed.</param>
    /// <param name="now">By the machine's clock.</param>
    public static (KeyVersion? Version, Refusal? Refusal) OfKey(IReadOnlyList<KeyVersion> versions, SignedHead head, byte[] content, DateTimeOffset now)
    {
        if (versions.Count == 0 || versions.All(version => version.Kind == KeyKind.Bearer))
        {
            return (null, Refusal.KeyUnknown());
        }

        if (versions.Any(version => version.Proof is null))
        {
            return (null, Refusal.KeyBroken());
        }

        return versions.FirstOrDefault(version => head.Signatures.Any(signature => IsBy(version, content, signature))) is { } signer
            ? signer.HasEnded(now) ? (null, Refusal.KeyEnded()) : (signer, null)
            : (null, head.Signatures.Any(IsCut) ? Refusal.SignatureMalformed("a signature is not as long as it must be: it was cut, or is no base64") : Refusal.SignatureMismatch());
    }

    // By its own algorithm alone: a public key is no secret, so nobody may use it as one.
    private static bool IsBy(KeyVersion version, byte[] content, (string Version, byte[]? Bytes) signature) => (version.Kind, signature) switch
    {
        (KeyKind.Hmac, (WebhookSignature.Hmac, { Length: HmacBytes } bytes)) => WebhookSignature.IsHmac(version.Proof!, content, bytes),
        (KeyKind.Ed25519, (WebhookSignature.Asymmetric, { Length: Ed25519Bytes } bytes)) => WebhookSignature.IsEd25519(version.Proof!, content, bytes),
        _ => false,
    };

    private static bool IsCut((string Version, byte[]? Bytes) signature) => signature.Version switch
    {
        WebhookSignature.Hmac => signature.Bytes?.Length != HmacBytes,
        WebhookSignature.Asymmetric => signature.Bytes?.Length != Ed25519Bytes,
        _ => false,
    };
}
