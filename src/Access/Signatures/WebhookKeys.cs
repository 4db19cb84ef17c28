using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Pipeline.Access.Signatures;

/// <summary>Keys as Standard Webhooks writes them: base64 behind a prefix.</summary>
public static class WebhookKeys
{
    public const string SecretPrefix = "whsec_";
    public const string PublicPrefix = "whpk_";

    /// <summary>A secret's bytes.</summary>
    /// <param name="text">With or without <c>whsec_</c>, with or without padding.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static byte[] Secret(string text) => Bytes(text, SecretPrefix) is { Length: >= 16 and <= 64 } secret
        ? secret
        : throw new FormatException("is no secret: whsec_ and base64 of 16 to 64 bytes");

    /// <summary>A public key's bytes.</summary>
    /// <exception cref="FormatException">It is none, or one that more than one private key fits.</exception>
    public static byte[] Public(string text) => Bytes(text, PublicPrefix) is { Length: 32 } key && Ed25519.ValidatePublicKeyFull(key, 0)
        ? key
        : throw new FormatException("is no Ed25519 public key: whpk_ and base64 of its 32 bytes");

    private static byte[]? Bytes(string text, string prefix)
    {
        var base64 = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
