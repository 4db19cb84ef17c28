using System.Net;
using System.Text;
using System.Text.Json;

namespace Pipeline.Venues.Kit;

/// <summary>
/// Takes secrets out of texts, however a venue may have spelled them when it repeats them: as they are, or escaped as JSON, an address, HTML or base64
/// have it.
/// </summary>
/// <param name="secrets">What must be in no record; an empty one is none. Of several lines, a private key for example, each long one is a secret too.</param>
public sealed class Hidden(params IEnumerable<string> secrets)
{
    private const int LongLine = 16;

    // What a few letters come to in base64 stands in texts by chance.
    private const int ShortestEncoded = 8;

    private readonly (string Spelled, StringComparison As)[] spellings =
    [
        .. secrets.SelectMany(secret => secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= LongLine).Prepend(secret))
            .Where(secret => secret.Length > 0).Distinct().SelectMany(SpellingsOf).Distinct().OrderByDescending(spelling => spelling.Spelled.Length),
    ];

    /// <summary>The text, with <see cref="Removed.Mark"/> where a secret was.</summary>
    public string Redact(string text) => spellings.Aggregate(text, (kept, spelling) => kept.Replace(spelling.Spelled, Removed.Mark, spelling.As));

    // An escape may be written in either case; the secret itself may not.
    private static IEnumerable<(string Spelled, StringComparison As)> SpellingsOf(string secret)
    {
        IEnumerable<(string, StringComparison)> encoded = secret.Length < ShortestEncoded ? [] : [(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='), StringComparison.Ordinal)];
        string[] escaped =
        [
            JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(secret),
            WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
        ];
        return escaped.Where(spelled => spelled != secret).Select(spelled => (spelled, StringComparison.OrdinalIgnoreCase))
            .Prepend((secret, StringComparison.Ordinal)).Concat(encoded);
    }
}
