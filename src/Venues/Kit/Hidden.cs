using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Venues.Kit;

/// <summary>
/// Takes secrets out of texts, however a venue may have spelled them when it repeats them: as they are, in base64, or with any of their letters escaped as
/// JSON, an address or HTML have it.
/// </summary>
public sealed class Hidden
{
    // Of several lines, a private key for example, each long one is a secret too.
    private const int LongLine = 16;

    // What a few letters come to in base64 stands in texts by chance, and a short secret in what is no repetition of it.
    private const int ShortestEncoded = 8;
    private const int ShortestInBodies = 12;

    private static readonly SearchValues<char> Escapes = SearchValues.Create("\\%&");
    private static readonly SearchValues<byte> EscapesInBytes = SearchValues.Create("\\%&"u8);

    private readonly string[] plain;
    private readonly Regex[] escaped;
    private readonly byte[][] inBodies;
    private readonly Regex[] escapedInBodies;

    /// <param name="secrets">What must be in no record; an empty one is none.</param>
    /// <param name="others">What must be in no record either, but stands in answers for other reasons: the key's public half, which may be a common word.</param>
    public Hidden(IEnumerable<string> secrets, params IEnumerable<string> others)
    {
        string[] lines = [.. secrets.SelectMany(secret => secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= LongLine).Prepend(secret)).Where(secret => secret.Length > 0).Distinct()];
        string[] all = [.. lines.Concat(others.Where(other => other.Length > 0)).Distinct()];
        plain = [.. all.Concat(lines.SelectMany(InBase64)).OrderByDescending(text => text.Length)];
        escaped = [.. all.Select(Escaped)];
        string[] longLines = [.. lines.Where(line => line.Length >= ShortestInBodies)];
        inBodies = [.. longLines.Concat(longLines.SelectMany(InBase64)).Select(Encoding.UTF8.GetBytes)];
        escapedInBodies = [.. longLines.Select(Escaped)];
    }

    /// <summary>The text, with <see cref="Removed.Mark"/> where a secret was.</summary>
    public string Redact(string text)
    {
        foreach (var each in plain)
        {
            text = text.Replace(each, Removed.Mark, StringComparison.Ordinal);
        }

        return text.AsSpan().ContainsAny(Escapes) ? escaped.Aggregate(text, (kept, each) => each.Replace(kept, Removed.Mark)) : text;
    }

    /// <summary>What a venue said, without the secrets that it repeats: before anybody reads it, so that no reason, log or report can have them. Usually it is what it was.</summary>
    public ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> said)
    {
        var bytes = said.Span;
        var isHit = false;
        foreach (var each in inBodies)
        {
            isHit |= bytes.IndexOf(each) >= 0;
        }

        if (!isHit && !bytes.ContainsAny(EscapesInBytes))
        {
            return said;
        }

        var text = Encoding.UTF8.GetString(bytes);
        if (!isHit && !escapedInBodies.Any(each => each.IsMatch(text)))
        {
            return said;
        }

        text = inBodies.Select(Encoding.UTF8.GetString).OrderByDescending(each => each.Length).Aggregate(text, (kept, each) => kept.Replace(each, Removed.Mark, StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(escapedInBodies.Aggregate(text, (kept, each) => each.Replace(kept, Removed.Mark)));
    }

    private static Regex Escaped(string secret) => new(string.Concat(secret.Select(OfLetter)), RegexOptions.CultureInvariant);

    // One letter, itself or escaped; an escape's own letters are of either case.
    private static string OfLetter(char letter)
    {
        var code = ((int)letter).ToString(CultureInfo.InvariantCulture);
        var hex = string.Concat(((int)letter).ToString("x2", CultureInfo.InvariantCulture).Select(digit => char.IsAsciiLetter(digit) ? $"[{digit}{char.ToUpperInvariant(digit)}]" : $"{digit}"));
        var name = WebUtility.HtmlEncode($"{letter}");
        return $@"(?:\\?{Regex.Escape($"{letter}")}|\\u00{hex}|%{hex}|&\#0*{code};|&\#[xX]0*{hex};{(name.Length > 1 ? $"|{Regex.Escape(name)}" : "")})";
    }

    // Where it begins within the encoded text, after one or two other bytes for example, decides what it comes to; its ends depend on its neighbours.
    private static IEnumerable<string> InBase64(string secret)
    {
        if (secret.Length < ShortestEncoded)
        {
            yield break;
        }

        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(secret)]);
            var (from, to) = (((before * 8) + 5) / 6, (before + secret.Length) * 8 / 6);
            yield return encoded[from..to];
        }
    }
}
