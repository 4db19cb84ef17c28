using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Store.Tables;

namespace Pipeline.Access.Keys;

/// <summary>
/// Seals what proves a key with the master key, by AES-256-GCM: nonce, ciphertext, tag. The seal covers the whole row, so that nobody who
/// can write the store, but has no master key, can make a key, give one more scopes, or move a secret to another strategy.
/// </summary>
public sealed class KeySeal
{
    private const int Nonce = 12;
    private const int Tag = 16;

    private readonly byte[] master;

    private KeySeal(byte[] master) => this.master = master;

    /// <param name="text">32 bytes in base64, with white space around.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static KeySeal Of(string text)
    {
        var key = new byte[32];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == key.Length
            ? new KeySeal(key)
            : throw new FormatException("is no master key: it has 32 bytes in base64; make one with openssl rand -base64 32");
    }

    /// <summary>The row with its proof sealed into it.</summary>
    public AccessKey Seal(AccessKey row, ReadOnlySpan<byte> proof)
    {
        var box = new byte[Nonce + proof.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(master, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), proof, box.AsSpan(Nonce, proof.Length), box.AsSpan(Nonce + proof.Length), Covered(row));
        return row with { Sealed = box };
    }

    /// <summary>What proves the key; null when the row was changed, or sealed with another master key.</summary>
    public byte[]? Open(AccessKey row)
    {
        if (row.Sealed.Length < Nonce + Tag)
        {
            return null;
        }

        var proof = new byte[row.Sealed.Length - Nonce - Tag];
        using var aes = new AesGcm(master, Tag);
        try
        {
            aes.Decrypt(row.Sealed.AsSpan(0, Nonce), row.Sealed.AsSpan(Nonce, proof.Length), row.Sealed.AsSpan(Nonce + proof.Length), proof, Covered(row));
            return proof;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Never shows the key.</summary>
    public override string ToString() => nameof(KeySeal);

    // None of the parts can hold a line break.
    private static byte[] Covered(AccessKey row) => Encoding.UTF8.GetBytes(string.Join(
        '\n', row.KeyId, row.Version.ToString(CultureInfo.InvariantCulture), row.StrategyId, row.Kind, row.Scopes, Instant(row.CreatedAt), row.CreatedBy,
        Instant(row.ValidUntil), Instant(row.RevokedAt)));

    private static string Instant(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";
}
