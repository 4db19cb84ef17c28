using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Access.Signatures;

namespace Pipeline.Access.Keys;

/// <summary>Draws secrets. What the holder gets is shown once and kept nowhere.</summary>
public static class KeyMaker
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int SecretBytes = 32;

    public static string DrawKeyId() => "key_" + RandomNumberGenerator.GetString(Letters, 16);

    /// <summary>A new secret for a kind that has one of ours.</summary>
    /// <returns>What the holder gets, and what is sealed.</returns>
    public static (string Shown, byte[] Proof) Draw(KeyKind kind, string keyId)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        switch (kind)
        {
            case KeyKind.Hmac:
                return (WebhookKeys.SecretPrefix + Convert.ToBase64String(secret), secret);
            case KeyKind.Bearer:
                var token = $"{keyId}.{Base64Url.EncodeToString(secret)}";
                return (token, HashOf(token));
            case KeyKind.Ed25519:
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "The holder makes the pair, and gives the public key");
        }
    }

    /// <summary>The key id that a bearer token begins with; null when it is no token of a key.</summary>
    public static string? KeyIdOf(string token) => token.StartsWith("key_", StringComparison.Ordinal) && token.IndexOf('.', StringComparison.Ordinal) is var at and > 0 ? token[..at] : null;

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
