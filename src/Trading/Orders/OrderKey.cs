using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Trading.Orders;

/// <summary>Identities, all derived from what they name, so that a repeat has the same one.</summary>
public static class OrderKey
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>SHA-256, in lower-case hex, over the slot alone: what the store keeps unique.</summary>
    public static string OfSlot(OrderSlot slot) => Hash(slot.Canonical());

    /// <summary>SHA-256, in lower-case hex, over the slot and the quantity that the line asks for.</summary>
    public static string Of(OrderSlot slot, decimal targetQty)
    {
        var qty = CanonicalDecimal.Format(targetQty);
        return Hash($"{slot.Canonical()}|{qty.Length}:{qty}");
    }

    /// <summary>The key's first 160 bits in base32 (RFC 4648): 32 characters, which fits every venue known to us (OKX takes 32, Binance 36).</summary>
    public static string ClOrdId(string key) => Base32(Convert.FromHexString(key).AsSpan(0, 20));

    /// <summary>The ClOrdId of a replacement, from the key and the number of the attempt.</summary>
    public static string ReplacementClOrdId(string key, int attempt) => ClOrdId(Hash($"pipeline/replacement/1|{key}|{attempt}"));

    /// <summary>Identity of an intent: its decision and its lines. The same intent sent again has the same one.</summary>
    public static string IntentId(string strategyId, string rebalanceId, string portfolio, IEnumerable<string> keys)
    {
        var fields = new[] { strategyId, rebalanceId, portfolio }.Concat(keys);
        return ClOrdId(Hash("pipeline/intent/1|" + string.Join('|', fields.Select(field => $"{Encoding.UTF8.GetByteCount(field)}:{field}"))));
    }

    /// <summary>A message's identity, from what it follows from: a step that is repeated publishes the same message.</summary>
    public static Guid MessageId(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts!)), hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>SHA-256 of a canonical text, in lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(32);
        int buffer = 0, bits = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32Alphabet[(buffer >> bits) & 31]);
                buffer &= (1 << bits) - 1;
            }
        }

        return text.ToString();
    }
}
