using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Pipeline.Intentctl;

/// <summary>What requests are signed with, as Standard Webhooks has it: a secret shared with the pipeline, or a private key whose public half it knows.</summary>
internal abstract class SigningKey
{
    private const string SecretPrefix = "whsec_";
    private const string PrivatePrefix = "whsk_";
    private const string PemBegin = "-----BEGIN PRIVATE KEY-----";
    private const int KeySize = 32;
    private const string PemEnd = "-----END PRIVATE KEY-----";

    // PKCS #8 of an Ed25519 key (RFC 8410) is this and its 32 bytes, and nothing else.
    private static readonly byte[] PemHead = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private SigningKey()
    {
    }

    /// <summary>A signature with its version, as it stands in webhook-signature.</summary>
    public abstract string Sign(byte[] content);

    /// <summary>Reads a key.</summary>
    /// <param name="text"><c>whsec_</c> and base64 for HMAC-SHA256; <c>whsk_</c> and base64, or PEM, for Ed25519.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static SigningKey Of(string text)
    {
        var said = text.Trim();
        if (said.StartsWith(PemBegin, StringComparison.Ordinal) && said.EndsWith(PemEnd, StringComparison.Ordinal))
        {
            return Base64(string.Concat(said[PemBegin.Length..^PemEnd.Length].Where(character => !char.IsWhiteSpace(character)))) is { } der
                && der.Length == PemHead.Length + KeySize && der.AsSpan().StartsWith(PemHead)
                ? new Asymmetric(der[PemHead.Length..])
                : throw new FormatException("is no Ed25519 key: make one with openssl genpkey -algorithm ed25519");
        }

        if (said.StartsWith(PrivatePrefix, StringComparison.Ordinal))
        {
            // Libraries write the private half alone, or the public one behind it.
            return Base64(said[PrivatePrefix.Length..]) is { Length: KeySize or 2 * KeySize } pair
                ? new Asymmetric(pair[..KeySize])
                : throw new FormatException("is no Ed25519 key: whsk_ and base64 of its 32 bytes");
        }

        return Base64(said.StartsWith(SecretPrefix, StringComparison.Ordinal) ? said[SecretPrefix.Length..] : said) is { Length: > 0 } secret
            ? new Shared(secret)
            : throw new FormatException("is no secret: whsec_ and base64, as `pipelinectl keys create` shows it, or an Ed25519 private key (whsk_, or PEM in a file)");
    }

    private static byte[]? Base64(string text)
    {
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }

    private sealed class Shared(byte[] secret) : SigningKey
    {
        public override string Sign(byte[] content) => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, content))}";
    }

    private sealed class Asymmetric(byte[] privateKey) : SigningKey
    {
        public override string Sign(byte[] content)
        {
            var signature = new byte[Ed25519.SignatureSize];
            Ed25519.Sign(privateKey, 0, content, 0, content.Length, signature, 0);
            return $"v1a,{Convert.ToBase64String(signature)}";
        }
    }
}
