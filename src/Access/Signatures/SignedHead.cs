using System.Globalization;

namespace Pipeline.Access.Signatures;

/// <summary>The headers of a signed request, over HTTP and AMQP alike, read but not believed.</summary>
/// <param name="KeyId">Which key it says it was signed with.</param>
/// <param name="Id">Names the request: the same on every retry.</param>
/// <param name="Timestamp">When it was signed, in seconds of Unix time.</param>
/// <param name="Signatures">Version and bytes; bytes are null where they are no base64.</param>
public sealed record SignedHead(string KeyId, string Id, long Timestamp, IReadOnlyList<(string Version, byte[]? Bytes)> Signatures)
{
    public const string KeyIdHeader = "webhook-key-id";
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const int LongestId = 128;
    private const int MostSignatures = 8;

    /// <summary>Every header that signs.</summary>
    public static IReadOnlyList<string> Headers { get; } = [KeyIdHeader, IdHeader, TimestampHeader, SignatureHeader];

    /// <summary>Reads the headers, or says which is not as it must be.</summary>
    /// <param name="header">A header's only value; null where there is none or more than one.</param>
    public static (SignedHead? Head, Refusal? Refusal) Read(Func<string, string?> header)
    {
        if (header(KeyIdHeader) is not { Length: > 0 and <= LongestId } keyId)
        {
            return Malformed(KeyIdHeader, "the id of the strategy's key, once");
        }

        // A full stop would let bytes wander between id, time and body.
        if (header(IdHeader) is not { Length: > 0 and <= LongestId } id || !id.All(character => character is > ' ' and <= '~' and not '.'))
        {
            return Malformed(IdHeader, $"1 to {LongestId} printable ASCII characters without spaces and full stops, once");
        }

        if (!long.TryParse(header(TimestampHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp) || timestamp > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return Malformed(TimestampHeader, "whole seconds of Unix time, once");
        }

        var signatures = (header(SignatureHeader) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return signatures.Length is 0 or > MostSignatures
            ? Malformed(SignatureHeader, $"1 to {MostSignatures} signatures with spaces between them, once")
            : (new SignedHead(keyId, id, timestamp, [.. signatures.Select(Signature)]), null);
    }

    private static (string, byte[]?) Signature(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        return comma < 0 ? (text, null)
            : Convert.TryFromBase64String(text[(comma + 1)..], bytes, out var length) ? (text[..comma], bytes[..length])
            : (text[..comma], null);
    }

    private static (SignedHead?, Refusal?) Malformed(string header, string must) => (null, Refusal.SignatureMalformed($"{header} must be {must}"));
}
