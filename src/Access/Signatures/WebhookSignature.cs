using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Pipeline.Access.Signatures;

/// <summary>What Standard Webhooks signs, and how. Pure.</summary>
public static class WebhookSignature
{
    /// <summary>Marks HMAC-SHA256 in a list of signatures.</summary>
    public const string Hmac = "v1";

    /// <summary>Marks Ed25519.</summary>
    public const string Asymmetric = "v1a";

    /// <summary>The bytes that are signed: <c>id.timestamp.payload</c>.</summary>
    public static byte[] Content(string id, long timestamp, ReadOnlySpan<byte> payload)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var content = new byte[head.Length + payload.Length];
        head.CopyTo(content, 0);
        payload.CopyTo(content.AsSpan(head.Length));
        return content;
    }

    /// <summary>Signs as a holder of a secret does.</summary>
    public static string SignHmac(byte[] secret, byte[] content) => $"{Hmac},{Convert.ToBase64String(HMACSHA256.HashData(secret, content))}";

    /// <summary>Signs as a holder of a private key does.</summary>
    public static string SignEd25519(byte[] privateKey, byte[] content)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(privateKey, 0, content, 0, content.Length, signature, 0);
        return $"{Asymmetric},{Convert.ToBase64String(signature)}";
    }

    public static bool IsHmac(byte[] secret, byte[] content, byte[] signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, content), signature);

    public static bool IsEd25519(byte[] publicKey, byte[] content, byte[] signature) =>
        Ed25519.Verify(signature, 0, publicKey, 0, content, 0, content.Length);
}
