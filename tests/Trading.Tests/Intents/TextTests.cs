using NUnit.Framework;
using Pipeline.Trading.Intents;

namespace Pipeline.Trading.Tests.Intents;

public sealed class TextTests
{
    [TestCase("\u0410\u0410PL", TestName = "Cyrillic A in a symbol is refused")]
    [TestCase("AAPL\u200f", TestName = "A right-to-left mark in a symbol is refused")]
    [TestCase("AAPL\\u0000", TestName = "A NUL in a symbol is refused")]
    [TestCase("AAPL\\n", TestName = "A line feed behind a symbol is refused")]
    [TestCase("\uff21\uff21\uff30\uff2c", TestName = "Full-width letters are refused")]
    [TestCase("AAPL\u0661", TestName = "An Arabic digit in a symbol is refused")]
    [TestCase(" AAPL", TestName = "A space before a symbol is refused")]
    [TestCase("BTC/", TestName = "A pair without a second half is refused")]
    [TestCase("/USD", TestName = "A pair without a first half is refused")]
    [TestCase("A.B.C", TestName = "A symbol of three parts is refused")]
    [TestCase("A_B", TestName = "An underscore in a symbol is refused")]
    public void A_symbol_is_plain_ASCII(string symbol) => Sample.IsRefused(Sample.With("AAPL", symbol), "$.orders[0].symbol BAD_FORMAT");

    [Test]
    public void A_lookalike_shows_in_the_message() =>
        Assert.That(Sample.Faults(Sample.With("AAPL", "\u0410APL")).Single().Message, Does.StartWith("'\\u0410APL' must be ASCII letters and digits"));

    [Test]
    public void Faults_are_printable_ASCII_whatever_was_sent()
    {
        var json = Sample.WithField("\"\u202ex\\u0007\":1").Replace("AAPL", "ÄÖ😀").Replace("\"buy\"", "\"\\nbuy\u2028\"");

        var text = string.Concat(Sample.Faults(json).Select(fault => fault.Path + fault.Message));

        Assert.That(text, Does.Match("^[ -~]+$"));
    }

    [TestCase("symbol", 24)]
    [TestCase("portfolio", 64)]
    [TestCase("strategy_id", 64)]
    [TestCase("reason_code", 64)]
    [TestCase("rebalance_id", 128)]
    [TestCase("leg", 64)]
    public void A_name_may_be_so_long_and_no_longer_and_not_empty(string name, int longest)
    {
        var path = name is "symbol" or "leg" ? $"$.orders[0].{name}" : $"$.{name}";

        Sample.Parsed(Named(name, new string('A', longest)));
        Sample.IsRefused(Named(name, new string('A', longest + 1)), $"{path} BAD_LENGTH");
        Sample.IsRefused(Named(name, ""), $"{path} BAD_LENGTH", $"{path} BAD_FORMAT");
        Sample.IsRefused(Named(name, new string('é', longest + 1)), $"{path} BAD_LENGTH", $"{path} BAD_FORMAT");
    }

    [TestCase("portfolio")]
    [TestCase("strategy_id")]
    [TestCase("reason_code")]
    [TestCase("leg")]
    public void A_name_has_no_spaces_and_no_lookalikes(string name)
    {
        var path = name == "leg" ? "$.orders[0].leg" : $"$.{name}";

        Sample.Parsed(Named(name, "aZ09._:-"));
        foreach (var bad in new[] { "a b", "a/b", "c\u043ere", "core\\u0000", "core\u200e", "core\\n" })
            Sample.IsRefused(Named(name, bad), $"{path} BAD_FORMAT");
    }

    [Test]
    public void A_rebalance_id_is_any_printable_ASCII_without_a_space_at_its_ends()
    {
        Assert.That(Sample.Parsed(Named("rebalance_id", "Mon 5 Jan / {a} \\\"b\\\" ~")).RebalanceId, Is.EqualTo("Mon 5 Jan / {a} \"b\" ~"));
        Assert.That(Sample.Parsed(Named("rebalance_id", "~")).RebalanceId, Is.EqualTo("~"));
        foreach (var bad in new[] { "\u00e9", "a\\tb", "\\u007f", " open", "open ", " " }) Sample.IsRefused(Named("rebalance_id", bad), "$.rebalance_id BAD_FORMAT");
    }

    [Test]
    public void A_reason_is_any_text_of_2000_characters_without_control_characters()
    {
        Assert.That(Sample.Parsed(Sample.With("Earnings drift", "")).Reason, Is.Empty);
        Sample.Parsed(Sample.With("Earnings drift", string.Concat(Enumerable.Repeat("😀", 2_000))));
        Sample.IsRefused(Sample.With("Earnings drift", new string('x', 2_001)), "$.reason BAD_LENGTH");
        foreach (var control in new[] { "\\u0000", "\\n", "\\t", "\\u001b", "\u007f", "\u0085", "\\u2028", "\u202e", "\u2066", "\u200f" })
            Sample.IsRefused(Sample.With("Earnings drift", control), "$.reason BAD_FORMAT");
    }

    [TestCase("buy\\u200bit", "U+200B as character 4", TestName = "a space of no width")]
    [TestCase("\\ufeffbuy", "U+FEFF as character 1", TestName = "a byte order mark")]
    [TestCase("a\\u00adb", "U+00AD", TestName = "a soft hyphen")]
    [TestCase("a\\udb40\\udc41b", "U+E0041 as character 2", TestName = "a letter of tags, which no person sees and a model may read")]
    [TestCase("a\\udb40\\udd00", "U+E0100", TestName = "a selector of variations")]
    [TestCase("😀\\ufe0f\\ufe0f", "U+FE0F as character 3", TestName = "selectors strung together")]
    [TestCase("\\ue000", "U+E000", TestName = "private use")]
    [TestCase("\\u0378", "U+0378", TestName = "an unassigned character")]
    [TestCase("a\\u200db", "U+200D", TestName = "a joiner between Latin letters")]
    [TestCase("می\\u200c\\u200cخواهم", "U+200C", TestName = "two joiners in a row")]
    [TestCase("\\u3164", "U+3164", TestName = "a filler that counts as a letter")]
    [TestCase("\\u2800", "U+2800", TestName = "a blank Braille cell")]
    public void What_nobody_sees_in_a_reason_is_refused_by_its_number(string sent, string named)
    {
        var fault = ((IntentParseResult.Refused)IntentParser.Parse(System.Text.Encoding.UTF8.GetBytes(Sample.With("Earnings drift", sent)))).Faults.Single();

        Assert.That((fault.Path, fault.Code), Is.EqualTo(("$.reason", "BAD_FORMAT")));
        Assert.That(fault.Message, Does.Contain(named));
    }

    [TestCase("Gewinne über den Erwartungen – „stark“")]
    [TestCase("می\u200cخواهم بخرم")]
    [TestCase("क्\u200dष और मूल्य")]
    [TestCase("利润超预期，買入")]
    [TestCase("שכר גבוה מהצפוי")]
    [TestCase("👩\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 👍🏽 🇩🇪")]
    public void Ordinary_words_of_any_language_are_a_reason(string words) =>
        Assert.That(Sample.Parsed(Sample.With("Earnings drift", words)).Reason, Is.EqualTo(words));

    [TestCase("\\ud83d")]
    [TestCase("\\ude00")]
    [TestCase("\\ude00\\ud83d")]
    [TestCase("\\ud83d\\ud83d\\ude00")]
    [TestCase("\\ud83dx\\ude00")]
    [TestCase("\\\\\\uD83D")]
    public void Half_a_surrogate_pair_is_no_text(string half) => Sample.IsRefused(Sample.With("drift", half), "$.reason LONE_SURROGATE");

    [TestCase("\\ud83d\\ude00", "\U0001F600")]
    [TestCase("\\uD83D\\uDE00\\\\ud83d", "\U0001F600\\ud83d")]
    public void A_whole_surrogate_pair_is_a_character(string sent, string kept) =>
        Assert.That(Sample.Parsed(Sample.With("Earnings drift", sent)).Reason, Is.EqualTo(kept));

    [Test]
    public void Half_a_surrogate_pair_is_no_name_either() =>
        Sample.IsRefused(Sample.WithField("\"a\\ud800\":1"), "$['a\\\\ud800'] LONE_SURROGATE", "$['a\\\\ud800'] UNKNOWN_FIELD");

    [TestCase("2026-01-02T15:04:05Z", "2026-01-02T15:04:05")]
    [TestCase("2026-01-02T15:04:05.1234567Z", "2026-01-02T15:04:05.1234567")]
    [TestCase("2026-01-02T00:04:05+05:45", "2026-01-01T18:19:05")]
    [TestCase("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59")]
    public void A_deadline_states_its_offset(string sent, string utc) =>
        Assert.That(Sample.Parsed(Named("valid_until", sent)).ValidUntil!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"), Is.EqualTo(utc));

    [TestCase("2026-01-02T15:04:05", "BAD_FORMAT")]
    [TestCase("2026-01-02", "BAD_FORMAT")]
    [TestCase("2026-01-02 15:04:05Z", "BAD_FORMAT")]
    [TestCase("2026-01-02T15:04:05z", "BAD_FORMAT")]
    [TestCase("2026-01-02T15:04:05+0100", "BAD_FORMAT")]
    [TestCase("2026-01-02T15:04:05.12345678Z", "BAD_FORMAT")]
    [TestCase("2026-01-02T15:04:05Z\\n", "BAD_FORMAT")]
    [TestCase("", "BAD_FORMAT")]
    [TestCase("\u0662026-01-02T15:04:05Z", "BAD_FORMAT")]
    [TestCase("2026-02-29T15:04:05Z", "NO_SUCH_INSTANT")]
    [TestCase("2026-01-02T24:00:00Z", "NO_SUCH_INSTANT")]
    [TestCase("2026-01-02T23:59:60Z", "NO_SUCH_INSTANT")]
    [TestCase("2026-01-02T15:04:05+14:01", "NO_SUCH_INSTANT")]
    [TestCase("0001-01-01T00:00:00+01:00", "NO_SUCH_INSTANT")]
    [TestCase("9999-12-31T23:59:59-01:00", "NO_SUCH_INSTANT")]
    public void A_deadline_that_is_no_instant_is_refused(string sent, string code) =>
        Sample.IsRefused(Named("valid_until", sent), $"$.valid_until {code}");

    private static string Named(string name, string value) => name switch
    {
        "portfolio" => Sample.With("core", value),
        "symbol" => Sample.With("AAPL", value),
        "leg" => Sample.With("\"qty\":10", $"\"qty\":10,\"leg\":\"{value}\""),
        _ => Sample.WithField($"\"{name}\":\"{value}\""),
    };
}
