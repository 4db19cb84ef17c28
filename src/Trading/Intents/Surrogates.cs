using System.Buffers.Text;

namespace Pipeline.Trading.Intents;

/// <summary>Looks for surrogates in the escapes of a JSON string. Unescaped there are none: the document is valid UTF-8.</summary>
internal static class Surrogates
{
    /// <param name="raw">The string between its quotes; the reader has checked that its escapes are complete.</param>
    public static bool ArePaired(ReadOnlySpan<byte> raw)
    {
        var high = false;
        for (var at = 0; at < raw.Length;)
        {
            var unit = Unit(raw[at..], out var used);
            // A low one must follow a high one, and nothing else may.
            if (char.IsLowSurrogate(unit) != high) return false;
            high = char.IsHighSurrogate(unit);
            at += used;
        }

        return !high;
    }

    /// <summary>The escaped UTF-16 unit at the front; anything else counts as a unit that is no surrogate.</summary>
    private static char Unit(ReadOnlySpan<byte> raw, out int used)
    {
        used = raw[0] != '\\' ? 1 : raw[1] != 'u' ? 2 : 6;
        return used == 6 && Utf8Parser.TryParse(raw[2..6], out ushort unit, out _, 'x') ? (char)unit : '\0';
    }
}
