using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Messages;

namespace Pipeline.Store.Audit;

/// <summary>
/// Where the chain stood at a moment, signed, so that it can be kept where nobody who has the database can reach it. One line of JSON.
/// </summary>
/// <param name="V">The form's version, 1.</param>
/// <param name="Store">The hash after the first record: which store this is, also after a restore.</param>
/// <param name="Seq">The last sealed record.</param>
/// <param name="Records">How many are sealed up to it.</param>
/// <param name="Hash">The chain's hash there, in lower-case hex.</param>
/// <param name="SealedAt">When it was sealed.</param>
/// <param name="Key">The key's id: the first 16 hex digits of the SHA-256 of the public key (DER, SubjectPublicKeyInfo).</param>
/// <param name="Signature">ECDSA over P-256 with SHA-256 of <see cref="SignedText"/>, DER, in base64.</param>
public sealed record AuditHead(int V, string Store, long Seq, long Records, string Hash, string SealedAt, string Key, string Signature)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = PipelineJson.Options.PropertyNamingPolicy };

    /// <summary>What is signed: six lines with <c>\n</c> between them.</summary>
    [JsonIgnore]
    public string SignedText => string.Join('\n', "pipeline-audit-head/1", Store, Seq.ToString(CultureInfo.InvariantCulture), Records.ToString(CultureInfo.InvariantCulture), Hash, SealedAt);

    public static AuditHead Sign(string store, Seal seal, ECDsa key)
    {
        var head = new AuditHead(
            1, store, seal.LastSeq, seal.Records, Convert.ToHexStringLower(seal.Entries[^Trading.Audit.AuditChain.HashSize..]), seal.SealedAt, KeyId(key), "");
        return head with { Signature = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(head.SignedText), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) };
    }

    /// <summary>The head in a line; null when it is none.</summary>
    public static AuditHead? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditHead>(line, Json) is { V: 1 } head ? head : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[Signature.Length];
        return Convert.TryFromBase64String(Signature, signature, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(SignedText), signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public string ToLine() => JsonSerializer.Serialize(this, Json);

    public static string KeyId(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
}
