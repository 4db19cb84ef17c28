using NUnit.Framework;
using Pipeline.Host.Options;
using Pipeline.Messages.Fix;
using static Pipeline.Workers.Tests.Rehearsal.Sample;

namespace Pipeline.Workers.Tests.Rehearsal;

internal sealed class RehearseInputTests
{
    private readonly RecordingFolder folder = new();
    private string recording = "";

    [OneTimeSetUp]
    public void Record() => recording = folder.Csv("AAPL", FullDay, new RecordingFolder.Bar("09:29", 99.90m, 300, 100.00m, 200));

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void An_intent_the_parser_refuses_is_named_by_file_place_and_path()
    {
        var refused = Refusal("bad.json", $"[{Intent("buy", 10)},{Intent("bought", -1)}]");

        Assert.That(refused, Does.Contain("bad.json: intent 1: $.orders[0].side: UNKNOWN_WORD").And.Contain("intent 1: $.orders[0].qty: OUT_OF_RANGE"));
    }

    [TestCase("""{"portfolio":"core","at":"25:00","orders":[]}""", "$.at: '25:00' is no instant")]
    [TestCase("""{"portfolio":"core","at":930,"orders":[]}""", "$.at: is no text")]
    [TestCase("""{"portfolio":"core","at":"09:30","at":"09:31","orders":[]}""", "$.at: stands there twice")]
    [TestCase("""{"portfolio":"core","at":"\ud800","orders":[]}""", "$.at: has half of a character")]
    [TestCase("""{"portfolio":"core","\ud800":"10:30","orders":[]}""", "LONE_SURROGATE")]
    [TestCase("""{"portfolio":"core","at":"9999-12-31T23:00:00Z","orders":[]}""", "$.at: '9999-12-31T23:00:00Z' is not within 1970 and 2199")]
    [TestCase("""{"portfolio":"core","at":"0001-01-01T01:00:00Z","orders":[]}""", "$.at: '0001-01-01T01:00:00Z' is not within 1970 and 2199")]
    [TestCase("[]", "holds no intent")]
    [TestCase("[1]", "intent 0: $: WRONG_TYPE")]
    [TestCase("{", "is not JSON")]
    [TestCase("""{"portfolio":"core","portfolio":"other","orders":[]}""", "DOUBLED_FIELD")]
    public void What_is_wrong_with_a_file_is_said(string text, string said) => Assert.That(Refusal("wrong.json", text), Does.Contain(said));

    [Test]
    public void Only_the_time_of_arrival_is_taken_out_of_an_intent() => Assert.That(
        Refusal("line.json", Intent("buy", 10, "\"at\":\"10:00\",\"order_type\":\"market\",\"time_in_force\":\"day\"")),
        Does.Contain("$.orders[0].at: UNKNOWN_FIELD"));

    [Test]
    public void Intents_that_no_file_is_named_for_are_refused() =>
        Assert.That(() => RehearseRun.Of("--quotes", recording, "--intents", ""), Throws.TypeOf<OptionException>().With.Message.EqualTo("--intents: '' names no file"));

    [TestCase("missing_20140605_quote.zip", "missing_20140605_quote.zip")]
    [TestCase("aapl_20140605_trade.zip", "is named SYMBOL_YYYYMMDD_quote.zip or .csv")]
    public void A_recording_that_cannot_be_used_is_named(string file, string said) => Assert.That(
        () => RehearseRun.Of("--quotes", file, "--intents", folder.Write("intents.json", Intent("buy", 10))),
        Throws.TypeOf<OptionException>().With.Message.Contains(said));

    [TestCase("--speed", "0")]
    [TestCase("--from", "9.30")]
    [TestCase("--from", "9999-12-31T23:00:00Z")]
    [TestCase("--validation-quote-wait", "soon")]
    [TestCase("--limits", "nowhere.json")]
    public void A_setting_that_is_not_understood_is_named(string flag, string value) => Assert.That(
        () => RehearseRun.Of(folder, recording, Intent("buy", 10), flag, value), Throws.TypeOf<OptionException>().With.Message.StartsWith(flag));

    [Test]
    public void An_intent_that_asks_for_other_terms_in_a_known_slot_is_refused_by_intake_and_fails_the_run()
    {
        var same = "\"rebalance_id\":\"one\",";

        var run = RehearseRun.Of(folder, recording, $"[{Intent("buy", 10, more: same)},{Intent("buy", 11, more: same)}]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.ExitCode, run.Order.OrdStatus), Is.EqualTo((1, OrdStatus.Filled)));
            Assert.That(run.Error, Does.Contain("intent 1: $.orders[0]: TERMS_CONFLICT"));
        }
    }

    private string Refusal(string name, string text) => Assert.Throws<OptionException>(
        () => RehearseRun.Of("--quotes", recording, "--intents", folder.Write(name, text)))!.Message;
}
