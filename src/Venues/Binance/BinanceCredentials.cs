using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.OpenSsl;
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

    private readonly Func<byte[], string> sign;
    private readonly string[] hidden;

    /// <exception cref="ArgumentException">The key can't be sent in a header, or the secret signs nothing.</exception>
    public BinanceCredentials(string keyId, string secret)
    {
        KeyId = IsToken(keyId) ? keyId : throw new ArgumentException("The API key is empty or nothing a header carries", nameof(keyId));
        hidden = [secret, KeyId];
        sign = secret.StartsWith("-----BEGIN", StringComparison.Ordinal) ? Ed25519Of(secret)
            : IsToken(secret) ? HmacOf(Encoding.ASCII.GetBytes(secret))
            : throw new ArgumentException("The secret is empty, has blanks in it, or is no private key", nameof(secret));
    }

    /// <summary>The key's public half.</summary>
    public string KeyId { get; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"key {KeyId}";

    /// <summary>Signs what a request asks for: in hex where it is an HMAC, in base64 where it is Ed25519.</summary>
    internal string Sign(string payload) => sign(Encoding.UTF8.GetBytes(payload));

    /// <summary>Takes the key and its secret out of a text.</summary>
    internal string Redact(string text) => hidden.Aggregate(text, (kept, each) => kept.Replace(each, Removed.Mark, StringComparison.Ordinal));

    private static Func<byte[], string> HmacOf(byte[] secret) => payload => Convert.ToHexStringLower(HMACSHA256.HashData(secret, payload));

    private static Func<byte[], string> Ed25519Of(string pem)
    {
        var key = PrivateKey(pem).GetEncoded();

        // Made once: else every signature would make it again, which takes as long as the signature itself.
        var publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(key, 0, publicKey, 0);
        return payload =>
        {
            var signature = new byte[Ed25519.SignatureSize];
            Ed25519.Sign(key, 0, publicKey, 0, payload, 0, payload.Length, signature, 0);
            return Convert.ToBase64String(signature);
        };
    }

    private static Ed25519PrivateKeyParameters PrivateKey(string pem)
    {
        try
        {
            using var reader = new PemReader(new StringReader(pem));
            return reader.ReadObject() switch
            {
                Ed25519PrivateKeyParameters key => key,
                AsymmetricCipherKeyPair { Private: Ed25519PrivateKeyParameters key } => key,
                _ => throw new ArgumentException("The private key is not of Ed25519", nameof(pem)),
            };
        }
        catch (Exception e) when (e is IOException or PasswordException)
        {
            throw new ArgumentException("The private key can't be read; it is PEM without a password", nameof(pem), e);
        }
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(character => character is > ' ' and <= '~');
}
