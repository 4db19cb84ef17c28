using NUnit.Framework;

namespace Pipeline.Trading.Tests.Intents;

public sealed class NumberTests
{
    [TestCase("10", "10")]
    [TestCase("10.000", "10")]
    [TestCase("1e1", "10")]
    [TestCase("1E+1", "10")]
    [TestCase("1e12", "1000000000000")]
    [TestCase("1e00000000000000000000000000000012", "1000000000000")]
    [TestCase("1000e-3", "1")]
    [TestCase("0.5e1", "5")]
    [TestCase("0.25", "0.25")]
    [TestCase("0.000000000001", "0.000000000001")]
    [TestCase("0.0000000000010000000000000000000000000000", "0.000000000001")]
    [TestCase("1e-12", "0.000000000001")]
    [TestCase("999999999999.999999999999", "999999999999.999999999999")]
    [TestCase("100000000000000000000000000000000000000e-38", "1")]
    public void A_number_is_kept_exactly_and_without_trailing_zeros(string literal, string kept) =>
        Assert.That(Sample.Parsed(Sample.With("\"qty\":10", $"\"qty\":{literal}")).Orders[0].Qty.ToString(), Is.EqualTo(kept));

    [TestCase("0", "OUT_OF_RANGE")]
    [TestCase("-0", "OUT_OF_RANGE")]
    [TestCase("0e99999999999999999999", "OUT_OF_RANGE")]
    [TestCase("-10", "OUT_OF_RANGE")]
    [TestCase("1000000000000.000000000001", "OUT_OF_RANGE")]
    [TestCase("1e13", "OUT_OF_RANGE")]
    [TestCase("1e28", "OUT_OF_RANGE")]
    [TestCase("7.9e28", "OUT_OF_RANGE")]
    [TestCase("1e999999999999999999999999", "OUT_OF_RANGE")]
    [TestCase("1e-13", "TOO_MANY_DECIMALS")]
    [TestCase("1e-40", "TOO_MANY_DECIMALS")]
    [TestCase("1e-99999999999999999999999", "TOO_MANY_DECIMALS")]
    [TestCase("0.1234567890123", "TOO_MANY_DECIMALS")]
    [TestCase("1.0000000000000000000000000001", "NUMBER_NOT_EXACT")]
    [TestCase("12345678901234567890123456789", "NUMBER_NOT_EXACT")]
    [TestCase("\"10\"", "NUMBER_AS_STRING")]
    [TestCase("\"1e1\"", "NUMBER_AS_STRING")]
    public void A_number_that_would_be_rounded_or_makes_no_sense_is_refused(string literal, string code)
    {
        Sample.IsRefused(Sample.With("\"qty\":10", $"\"qty\":{literal}"), $"$.orders[0].qty {code}");
        Sample.IsRefused(Sample.With("180.25", literal), $"$.orders[0].limit_price {code}");
    }

    [Test]
    public void A_number_in_quotes_is_told_so() =>
        Assert.That(
            Sample.Faults(Sample.With("\"qty\":10", "\"qty\":\"10\"")).Single().Message,
            Is.EqualTo("Must be a number, not a number in a string: write 10 without quotes."));

    [TestCase("\"max_slippage_bps\":15", "\"max_slippage_bps\":0", true)]
    [TestCase("\"max_slippage_bps\":15", "\"max_slippage_bps\":-0.0", true)]
    [TestCase("\"max_slippage_bps\":15", "\"max_slippage_bps\":10000", true)]
    [TestCase("\"max_slippage_bps\":15", "\"max_slippage_bps\":10000.000001", false)]
    [TestCase("\"max_slippage_bps\":15", "\"max_slippage_bps\":-1", false)]
    [TestCase("\"max_exposure_pct\":20", "\"max_exposure_pct\":0.01", true)]
    [TestCase("\"max_exposure_pct\":20", "\"max_exposure_pct\":1000", true)]
    [TestCase("\"max_exposure_pct\":20", "\"max_exposure_pct\":0", false)]
    [TestCase("\"max_exposure_pct\":20", "\"max_exposure_pct\":1000.1", false)]
    public void Constraints_have_their_own_ranges(string old, string replacement, bool allowed)
    {
        var name = replacement.Split('"')[1];

        if (allowed) Sample.Parsed(Sample.With(old, replacement));
        else Sample.IsRefused(Sample.With(old, replacement), $"$.constraints.{name} OUT_OF_RANGE");
    }

    [Test]
    public void A_limit_of_minus_nothing_is_nothing() =>
        Assert.That(
            Sample.Parsed(Sample.With("\"max_slippage_bps\":15", "\"max_slippage_bps\":-0.0")).Constraints!.MaxSlippageBps.ToString(),
            Is.EqualTo("0"));

    [Test]
    public void Only_version_1_is_known()
    {
        Assert.That(Sample.Parsed(Sample.WithField("\"schema_version\":1")).SchemaVersion, Is.EqualTo(1));
        Assert.That(Sample.Parsed(Sample.WithField("\"schema_version\":1.0")).SchemaVersion, Is.EqualTo(1));
        Sample.IsRefused(Sample.WithField("\"schema_version\":2"), "$.schema_version UNSUPPORTED_VALUE");
        Sample.IsRefused(Sample.WithField("\"schema_version\":1.5"), "$.schema_version UNSUPPORTED_VALUE");
        Sample.IsRefused(Sample.WithField("\"schema_version\":1e30"), "$.schema_version OUT_OF_RANGE");
        Sample.IsRefused(Sample.WithField("\"schema_version\":\"1\""), "$.schema_version NUMBER_AS_STRING");
    }
}
