using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>However a venue spells a secret that it repeats, it stands in no record.</summary>
public sealed class HiddenTests
{
    private const string Secret = "aB3/xY+z9QwVery&Secret77";

    private static readonly Hidden Hidden = new([Secret], "PKID1234");

    public static IEnumerable<string> Spellings() =>
    [
        Secret, JsonSerializer.Serialize(Secret).Trim('"'), Secret.Replace("/", "\\/"), Uri.EscapeDataString(Secret), Uri.EscapeDataString(Secret).Replace("%2F", "%2f").Replace("%2B", "%2b"),
        WebUtility.HtmlEncode(Secret), Secret.Replace("+", "&#43;").Replace("/", "&#x2F;"), Secret.Replace("+", "%2b"), Secret.Replace("/", "\\/").Replace("+", "\\u002b"),
        string.Concat(Secret.Select(letter => $"\\u{(int)letter:X4}")), "PKID1234",
    ];

    [TestCase("")]
    [TestCase("k")]
    [TestCase("ke")]
    [TestCase("key:")]
    public void In_base64_it_is_taken_out_wherever_it_begins(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Secret}, and more"));

        Assert.That(Hidden.Redact(encoded), Does.Contain("[removed]").And.Length.LessThan(encoded.Length - 16));
    }

    [TestCaseSource(nameof(Spellings))]
    public void What_a_venue_says_is_clean_before_anybody_reads_it_but_for_the_keys_public_half(string spelled)
    {
        var said = $$"""{"message":"{{spelled}}","key":1}""";

        Assert.That(
            Encoding.UTF8.GetString(Hidden.Clean(Encoding.UTF8.GetBytes(said)).Span), Is.EqualTo(spelled == "PKID1234" ? said : """{"message":"[removed]","key":1}"""));
    }

    [TestCaseSource(nameof(Spellings))]
    public void It_is_taken_out(string spelled) =>
        Assert.That(Hidden.Redact($"key {spelled} is wrong").Replace("=", ""), Is.EqualTo("key [removed] is wrong"));

    [Test]
    public void Of_a_private_key_each_line_is_taken_out()
    {
        const string Line = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp06JyAb3wpe8jPlIJOqWwP6Vx";

        Assert.That(new Hidden([$"-----BEGIN PRIVATE KEY-----\n{Line}\n-----END PRIVATE KEY-----\n"]).Redact($"seen: {Line}."), Is.EqualTo("seen: [removed]."));
    }

    [Test]
    public void What_is_empty_hides_nothing() => Assert.That(new Hidden([""], "").Redact("a text"), Is.EqualTo("a text"));
}
