using NUnit.Framework;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Tests.Intents;

/// <summary>What a line may say about its remainder, and what is wrong with what it may not.</summary>
public sealed class FillPolicyTests
{
    private const string Reprice = """{"type":"reprice_remainder","interval_s":30,"step_bps":5,"times":3}""";

    [Test]
    public void Without_one_it_says_nothing() => Assert.That(Sample.Parsed(Sample.Json).Orders[0].FillPolicy, Is.Null);

    [TestCase("""{"type":"rest"}""")]
    [TestCase("""{"type":"cancel_remainder_after","after_s":60}""")]
    [TestCase("""{"type":"complete_or_cancel","after_s":0.5e3,"min_filled":0.8}""")]
    [TestCase("""{"type":"escalate","after_s":1.125}""")]
    [TestCase(Reprice)]
    public void Every_policy_is_read_with_its_own_fields(string policy) =>
        Assert.That(Sample.Parsed(With(policy)).Orders[0].FillPolicy, Is.Not.Null);

    [Test]
    public void The_fields_are_what_was_written() => Assert.That(
        Sample.Parsed(With(Reprice)).Orders[0].FillPolicy,
        Is.EqualTo(new IntentFillPolicy { Type = FillPolicyType.RepriceRemainder, IntervalS = 30, StepBps = 5, Times = 3 }));

    [TestCase("""{"type":"hope"}""", "$.orders[0].fill_policy.type UNKNOWN_WORD")]
    [TestCase("""{}""", "$.orders[0].fill_policy.type MISSING_FIELD")]
    [TestCase("""{"type":"rest","note":1}""", "$.orders[0].fill_policy.note UNKNOWN_FIELD")]
    [TestCase("""{"type":"rest","after_s":5}""", "$.orders[0].fill_policy.after_s FIELD_NOT_ALLOWED")]
    [TestCase("""{"type":"escalate"}""", "$.orders[0].fill_policy.after_s MISSING_FIELD")]
    [TestCase("""{"type":"escalate","after_s":0.9}""", "$.orders[0].fill_policy.after_s OUT_OF_RANGE")]
    [TestCase("""{"type":"escalate","after_s":2592001}""", "$.orders[0].fill_policy.after_s OUT_OF_RANGE")]
    [TestCase("""{"type":"escalate","after_s":1.0001}""", "$.orders[0].fill_policy.after_s TOO_MANY_DECIMALS")]
    [TestCase("""{"type":"escalate","after_s":"60"}""", "$.orders[0].fill_policy.after_s NUMBER_AS_STRING")]
    [TestCase("""{"type":"complete_or_cancel","after_s":60,"min_filled":0}""", "$.orders[0].fill_policy.min_filled OUT_OF_RANGE")]
    [TestCase("""{"type":"complete_or_cancel","after_s":60,"min_filled":1.1}""", "$.orders[0].fill_policy.min_filled OUT_OF_RANGE")]
    [TestCase("""{"type":"reprice_remainder","interval_s":30,"step_bps":5,"times":0}""", "$.orders[0].fill_policy.times OUT_OF_RANGE")]
    [TestCase("""{"type":"reprice_remainder","interval_s":30,"step_bps":5,"times":1.5}""", "$.orders[0].fill_policy.times OUT_OF_RANGE")]
    [TestCase("""{"type":"reprice_remainder","interval_s":30,"step_bps":16,"times":1}""", "$.orders[0].fill_policy.step_bps OUT_OF_RANGE")]
    [TestCase("\"rest\"", "$.orders[0].fill_policy WRONG_TYPE")]
    public void What_is_no_policy_is_refused_by_its_path(string policy, string fault) => Sample.IsRefused(With(policy), fault);

    [TestCase("1.5", "Must be a whole number, at least 1 and at most 50.")]
    [TestCase("51", "Must be at least 1 and at most 50.")]
    public void A_number_of_times_that_cannot_be_is_answered_with_those_that_can(string times, string message) => Assert.That(
        Sample.Faults(With(Reprice.Replace("\"times\":3", $"\"times\":{times}", StringComparison.Ordinal))).Select(fault => fault.Message), Is.EqualTo(new[] { message }));

    [Test]
    public void Without_a_bound_a_price_could_follow_the_market_anywhere() => Sample.IsRefused(
        With(Reprice).Replace("\"max_slippage_bps\":15,", "", StringComparison.Ordinal), "$.constraints.max_slippage_bps MISSING_FIELD");

    [TestCase("market", "")]
    [TestCase("stop", ",\"stop_price\":180")]
    [TestCase("stop_limit", ",\"stop_price\":180,\"limit_price\":181")]
    public void Only_a_limit_order_has_a_price_to_move(string type, string prices) => Sample.IsRefused(
        With(Reprice).Replace("\"limit\",\"limit_price\":180.25", $"\"{type}\"{prices}", StringComparison.Ordinal),
        "$.orders[0].fill_policy.type FIELD_NOT_ALLOWED");

    [TestCase("ioc")]
    [TestCase("fok")]
    [TestCase("opg")]
    [TestCase("cls")]
    [TestCase("extended_hours")]
    public void What_does_not_rest_is_not_repriced(string timeInForce) => Sample.IsRefused(
        With(Reprice).Replace("\"limit_price\"", $"\"time_in_force\":\"{timeInForce}\",\"limit_price\"", StringComparison.Ordinal),
        "$.orders[0].fill_policy.type FIELD_NOT_ALLOWED");

    private static string With(string policy) => Sample.With("\"limit_price\":180.25", $"\"limit_price\":180.25,\"fill_policy\":{policy}");
}
