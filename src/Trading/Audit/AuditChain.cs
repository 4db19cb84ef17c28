using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Trading.Audit;

/// <summary>
/// The chain over the journal: each record's hash is SHA-256 over the hash before it and the record in its canonical form, so that
/// whoever changes, removes, adds or moves a record changes every hash after it. docs/audit.md has the form and test vectors.
/// </summary>
public static class AuditChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>What stands before the first record: 32 zeros.</summary>
    public static byte[] Beginning => new byte[HashSize];

    /// <summary>The hash after one more record.</summary>
    /// <param name="before">The hash before it.</param>
    /// <param name="seq">Its journal sequence.</param>
    /// <param name="rest">Its other fields, in canonical form.</param>
    public static byte[] Next(ReadOnlySpan<byte> before, long seq, ReadOnlySpan<byte> rest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.ASCII.GetBytes(Field(seq.ToString(CultureInfo.InvariantCulture))));
        hash.AppendData(rest);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash over a seal, so that its time and its count can't be changed unseen either.</summary>
    /// <param name="before">The hash over the seal before it.</param>
    /// <param name="number">Its number.</param>
    /// <param name="lastSeq">Its last record.</param>
    /// <param name="records">How many are sealed up to it.</param>
    /// <param name="sealedAt">When, as it is stored.</param>
    /// <param name="head">The chain's hash after its last record.</param>
    public static byte[] Seal(ReadOnlySpan<byte> before, long number, long lastSeq, long records, string sealedAt, ReadOnlySpan<byte> head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(new[] { Text(number), Text(lastSeq), Text(records), sealedAt }.Select(Field))));
        hash.AppendData(head);
        return hash.GetHashAndReset();

        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A field in canonical form: its length in bytes, a colon, its bytes, a comma; nothing at all is <c>-,</c>.</summary>
    public static string Field(string? value) =>
        value is null ? "-," : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}:{value},");
}
