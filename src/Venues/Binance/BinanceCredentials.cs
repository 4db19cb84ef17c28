using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The API key and what it signs with: HMAC-SHA256 with a secret, or Ed25519 with a private key. The secret makes signatures and goes nowhere.
/// </summary>
/// <remarks>Source: binance-spot-api-docs, rest-api.md (Request Security) and faqs/api_key_types.md.</remarks>
public sealed class BinanceCredentials
{
    /// <summary>The environment variable that may hold the secret.</summary>
    public const string Variable = "PIPELINE_BINANCE_SECRET";

    private const string Ed25519Algorithm = "1.3.101.112";

    private readonly Func<byte[], string> sign;

    /// <exception cref="ArgumentException">The key can't be sent in a header, or the secret signs nothing.</exception>
    public BinanceCredentials(string keyId, string secret)
    {
        KeyId = IsToken(keyId) ? keyId : throw new ArgumentException("The API key is empty or nothing a header carries", nameof(keyId));
        Hidden = new Hidden([secret], KeyId);
        sign = secret.StartsWith("-----BEGIN", StringComparison.Ordinal) ? Ed25519Of(secret)
            : IsToken(secret) ? HmacOf(Encoding.ASCII.GetBytes(secret))
            : throw new ArgumentException("The secret is empty, has blanks in it, or is no private key", nameof(secret));
    }

    /// <summary>The key's public half.</summary>
    public string KeyId { get; }

    /// <summary>Takes key and secret out of what is kept.</summary>
    internal Hidden Hidden { get; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"key {KeyId}";

    /// <summary>Signs what a request asks for: in hex where it is an HMAC, in base64 where it is Ed25519.</summary>
    internal string Sign(string payload) => sign(Encoding.UTF8.GetBytes(payload));

    /// <summary>Takes the key and its secret out of a text.</summary>
    internal string Redact(string text) => Hidden.Redact(text);

    private static Func<byte[], string> HmacOf(byte[] secret) => payload => Convert.ToHexStringLower(HMACSHA256.HashData(secret, payload));

    // libsodium, whose signature takes half of what the managed one and OpenSSL's take: an order waits for it.
    private static Func<byte[], string> Ed25519Of(string pem)
    {
        var key = Key.Import(SignatureAlgorithm.Ed25519, SeedOf(pem), KeyBlobFormat.RawPrivateKey);
        return payload => Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, payload));
    }

    // PKCS 8, as RFC 8410 has it: the version, the algorithm, and the seed in an octet string of an octet string.
    private static byte[] SeedOf(string pem)
    {
        try
        {
            var found = PemEncoding.Find(pem);
            if (pem[found.Label] != "PRIVATE KEY")
            {
                throw new ArgumentException($"'{pem[found.Label]}' is no private key without a password", nameof(pem));
            }

            var key = new AsnReader(Convert.FromBase64String(pem[found.Base64Data]), AsnEncodingRules.BER).ReadSequence();
            key.ReadInteger();
            return key.ReadSequence().ReadObjectIdentifier() == Ed25519Algorithm
                ? new AsnReader(key.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString()
                : throw new ArgumentException("The private key is not of Ed25519", nameof(pem));
        }
        catch (Exception e) when (e is AsnContentException or FormatException)
        {
            throw new ArgumentException("The private key can't be read; it is PEM without a password", nameof(pem), e);
        }
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(character => character is > ' ' and <= '~');
}
