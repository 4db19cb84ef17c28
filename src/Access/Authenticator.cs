using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Access.Keys;
using Pipeline.Access.Operators;
using Pipeline.Access.Signatures;

namespace Pipeline.Access;

/// <summary>Finds out who calls, over HTTP and AMQP alike. It lets nobody in who shows something that is wrong, where nothing would do.</summary>
public sealed class Authenticator(KeyBook keys, OperatorBook operators, AccessPolicy policy, IOptions<AccessOptions> options, WallClock clock)
{
    /// <summary>Who shows nothing.</summary>
    /// <param name="isNear">Whether the caller is on this machine.</param>
    public Admission OfNobody(bool isNear) => policy.NeedsCredentials || !isNear
        ? new Admission.Refused(Refusal.CredentialsMissing("of its endpoint"), null)
        : new Admission.Admitted(Caller.Anonymous, null);

    /// <summary>Who shows a token.</summary>
    /// <param name="token">An operator's or that of a strategy's key.</param>
    /// <param name="isNear">Whether the caller is on this machine.</param>
    /// <param name="isPrivate">Whether nobody on the way can have read it.</param>
    /// <exception cref="Store.StoreUnavailableException">The keys can't be read now.</exception>
    public Admission OfToken(string token, bool isNear, bool isPrivate)
    {
        if (KeyMaker.KeyIdOf(token) is { } keyId)
        {
            return isNear ? OfKeyToken(keyId, token) : Refuse(Refusal.BearerNotHere("A strategy's token is taken over the loopback alone; from elsewhere sign the requests with a key of kind hmac or ed25519."));
        }

        return operators.Find(token) is not { } person ? Refuse(Refusal.CredentialsUnknown())
            : isPrivate ? new Admission.Admitted(policy.NeedsCredentials || !isNear ? person : person.WithAnonymous(), null)
            : Refuse(Refusal.BearerNotHere("An operator's token goes over TLS or the loopback: anybody on the way can read this one. Have a new one made."));
    }

    /// <summary>Who has signed.</summary>
    /// <param name="head">The headers that sign.</param>
    /// <param name="payload">What was signed behind id and time.</param>
    /// <param name="body">The body, of which a repeat is known.</param>
    /// <param name="mayBeOld">Whether the message may have waited.</param>
    /// <exception cref="Store.StoreUnavailableException">The keys can't be read now.</exception>
    public Admission OfSignature(SignedHead head, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> body, bool mayBeOld)
    {
        var now = clock.Now;
        if (SignatureCheck.OfTime(head, now, options.Value.SignatureWindow, mayBeOld) is { } untimely)
        {
            return Refuse(untimely);
        }

        var (version, refusal) = SignatureCheck.OfKey(keys.Find(head.KeyId), head, WebhookSignature.Content(head.Id, head.Timestamp, payload), now);
        if (version is null)
        {
            return Refuse(refusal!);
        }

        var age = now - DateTimeOffset.FromUnixTimeSeconds(head.Timestamp);
        return new Admission.Admitted(
            version.Caller(), new SignedRequest(head.Id, Convert.ToHexStringLower(SHA256.HashData(body)), age > TimeSpan.Zero ? age : TimeSpan.Zero));
    }

    private Admission OfKeyToken(string keyId, string token)
    {
        var hash = KeyMaker.HashOf(token);
        var versions = keys.Find(keyId).Where(version => version.Kind == KeyKind.Bearer).ToList();
        if (versions.Any(version => version.Proof is null))
        {
            return Refuse(Refusal.KeyBroken());
        }

        return versions.FirstOrDefault(version => CryptographicOperations.FixedTimeEquals(hash, version.Proof)) is not { } shown ? Refuse(Refusal.CredentialsUnknown())
            : shown.HasEnded(clock.Now) ? Refuse(Refusal.KeyEnded())
            : new Admission.Admitted(shown.Caller(), null);
    }

    private static Admission.Refused Refuse(Refusal refusal) => new(refusal, null);
}

/// <summary>Whether somebody is let in. A closed set.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <param name="Caller">Who it is.</param>
    /// <param name="Signature">What the signature vouches for; null where there is none.</param>
    public sealed record Admitted(Caller Caller, SignedRequest? Signature) : Admission;

    /// <param name="Refusal">Why not.</param>
    /// <param name="Caller">Who it is, where that is known.</param>
    public sealed record Refused(Refusal Refusal, Caller? Caller) : Admission;
}
