using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>However a venue spells a secret that it repeats, it stands in no record.</summary>
public sealed class HiddenTests
{
    private const string Secret = "aB3/xY+z9QwVery&Secret77";

    private static readonly Hidden Hidden = new(Secret, "PKID1234");

    public static IEnumerable<string> Spellings() =>
    [
        Secret, JsonSerializer.Serialize(Secret).Trim('"'), Secret.Replace("/", "\\/"), Uri.EscapeDataString(Secret), Uri.EscapeDataString(Secret).ToLowerInvariant().Replace("ab3", "aB3"),
        WebUtility.HtmlEncode(Secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), "PKID1234",
    ];

    [TestCaseSource(nameof(Spellings))]
    public void It_is_taken_out(string spelled) =>
        Assert.That(Hidden.Redact($"key {spelled} is wrong").Replace("=", ""), Is.EqualTo("key [removed] is wrong"));

    [Test]
    public void Of_a_private_key_each_line_is_taken_out()
    {
        const string Line = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp06JyAb3wpe8jPlIJOqWwP6Vx";

        Assert.That(new Hidden($"-----BEGIN PRIVATE KEY-----\n{Line}\n-----END PRIVATE KEY-----\n").Redact($"seen: {Line}."), Is.EqualTo("seen: [removed]."));
    }

    [Test]
    public void What_is_empty_hides_nothing() => Assert.That(new Hidden("", "").Redact("a text"), Is.EqualTo("a text"));
}
