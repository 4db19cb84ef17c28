using NUnit.Framework;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>A setting is what was written, or is named as a fault: never another number.</summary>
public sealed class SettingValueTests
{
    [TestCase("1000,50", typeof(decimal))]
    [TestCase("1,000", typeof(decimal))]
    [TestCase("0,5", typeof(double))]
    [TestCase("15", typeof(TimeSpan))]
    [TestCase("1,5s", typeof(TimeSpan))]
    [TestCase("NaNs", typeof(TimeSpan))]
    [TestCase("1e300d", typeof(TimeSpan))]
    [TestCase("1.5", typeof(int))]
    public void What_could_be_read_as_another_number_is_refused(string text, Type type) => Assert.That(() => SettingValue.Parse(text, type), Throws.TypeOf<FormatException>());

    [TestCase("1000.50", typeof(decimal), "1000.50")]
    [TestCase("-0.5", typeof(double), "-0.5")]
    [TestCase("1E3", typeof(decimal), "1000")]
    [TestCase("0", typeof(TimeSpan), "00:00:00")]
    [TestCase("1.5s", typeof(TimeSpan), "1500ms")]
    [TestCase("00:00:05", typeof(TimeSpan), "5s")]
    [TestCase("1.00:00:00", typeof(TimeSpan), "1d")]
    public void What_is_clear_is_taken(string text, Type type, string value) => Assert.That(SettingValue.Format(SettingValue.Parse(text, type)), Is.EqualTo(value));

    [Test]
    public void A_variable_that_is_nearly_a_setting_is_a_fault_that_names_it()
    {
        Assert.That(
            () => Read("PIPELINE_HALT_MAX_DAILY_LOSS", "PIPELINE_APPROVAL_ABOVE_NOTIONAL"),
            Throws.TypeOf<OptionException>().With.Message.Contains("PIPELINE_HALTS_MAX_DAILY_LOSS").And.Message.Contains("PIPELINE_APPROVALS_ABOVE_NOTIONAL"));
    }

    [Test]
    public void Others_may_begin_alike() =>
        Assert.That(() => Read("PIPELINE_SERVICE_HOST", "PIPELINE_PORT", "PIPELINE_TOKEN", "PIPELINE_URL", "PIPELINE_HTTP", "PIPELINE_IMAGE", "PATH"), Throws.Nothing);

    [TestCase("--broker-management", "localhost:15672", "'localhost:15672' does not have the form")]
    [TestCase("--broker-management", "127.0.0.1:15672", "'127.0.0.1:15672' does not have the form")]
    [TestCase("--broker-management", "https://[x", "'https://[x' is no address")]
    [TestCase("--broker-management", "http://host:99999", "'http://host:99999' is no address")]
    [TestCase("--alpaca-url", "https://[x", "'https://[x' is no address")]
    [TestCase("--alpaca-stream-url", "wss://[x", "'wss://[x' is no address")]
    [TestCase("--binance-url", "https://[x", "'https://[x' is no address")]
    [TestCase("--otlp-endpoint", "http://[x", "'http://[x' is no address")]
    public void What_is_no_address_is_a_fault(string flag, string value, string fault) => Assert.That(() => ReadOne(flag, value), Throws.TypeOf<OptionException>().With.Message.StartsWith($"{flag}: {fault}"));

    [TestCase("--broker-management", "https://mq1:15671/")]
    [TestCase("--broker-management", "http://[::1]:15672")]
    [TestCase("--broker-management", "")]
    [TestCase("--alpaca-stream-url", "")]
    public void What_is_an_address_or_none_is_taken(string flag, string value) => Assert.That(() => ReadOne(flag, value), Throws.Nothing);

    private static OptionSet ReadOne(string flag, string value) => OptionSet.Read(new Dictionary<string, string> { [flag] = value }, _ => null, null);

    private static OptionSet Read(params string[] names) => OptionSet.Read(new Dictionary<string, string>(), _ => null, null, names: names);
}
