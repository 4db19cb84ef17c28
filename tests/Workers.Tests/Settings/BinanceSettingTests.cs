using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Messages.Capabilities;
using Pipeline.Venues;
using Pipeline.Venues.Binance;
using AllWorkers = Pipeline.Host.Composition.Workers;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>Which settings make Binance the venue, and which are refused.</summary>
public sealed class BinanceSettingTests
{
    private const string Url = "http://127.0.0.1:9";

    private TempFolder folder = null!;
    private string secretFile = null!;

    [SetUp]
    public void Write()
    {
        folder = new TempFolder();
        secretFile = folder.File("secret");
        File.WriteAllText(secretFile, "hush-hush\n");
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task Binance_is_the_venue_when_it_is_named_and_validation_knows_what_it_can_do()
    {
        await using var app = PipelineProcess.Build(Binance(), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Has.Property("Adapter").EqualTo("binance/1").And.Property("Rate").Not.Null);
        Assert.That(app.Services.GetRequiredService<IVenueReports>().Currency, Is.EqualTo("USDT"));
        Assert.That(app.Services.GetRequiredService<VenueCapabilities>().Adapter, Is.EqualTo("binance/1"));
    }

    [Test]
    public async Task A_process_that_neither_submits_nor_reconciles_needs_no_key_and_still_knows_what_the_venue_can_do()
    {
        var settings = Read(("--venue", "binance"), ("--binance-url", Url), ("--transport", "rabbitmq"));

        await using var app = PipelineProcess.Build(settings, [StageNames.Intake, StageNames.Validation], logToConsole: false);

        Assert.That(app.Services.GetService<IOrderEntry>(), Is.Null);
        Assert.That(app.Services.GetRequiredService<VenueCapabilities>().Adapter, Is.EqualTo("binance/1"));
    }

    [TestCase("--binance-url", "http://testnet.binance.vision")]
    [TestCase("--binance-stream-url", "ws://ws-api.binance.com/ws-api/v3")]
    public void A_key_goes_to_another_machine_over_no_open_wire(string flag, string address) => Assert.That(
        () => PipelineProcess.Build(Binance((flag, address)), AllWorkers.Names, logToConsole: false), Throws.TypeOf<OptionException>().With.Message.StartsWith(flag));

    [Test]
    public void At_the_real_venue_every_limit_is_set_or_waived_and_at_the_test_net_none_need_be()
    {
        Assert.That(
            () => PipelineProcess.Build(Binance(("--binance-url", "https://api.binance.com")), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.StartsWith("--limits"));
        Assert.That(async () =>
        {
            await using var app = PipelineProcess.Build(Binance(("--binance-url", "https://testnet.binance.vision")), AllWorkers.Names, logToConsole: false);
            return app.Services.GetRequiredService<IOrderEntry>();
        }, Has.Property("Adapter").EqualTo("binance/1"));
    }

    [TestCase("BTC/USDT,BTC/USDC", "not priced in USDT")]
    [TestCase("BTC/USDT,BTC/USDT", "in two pairs")]
    public void Pairs_that_cant_be_traded_together_are_refused(string symbols, string why) => Assert.That(
        () => PipelineProcess.Build(Binance(("--binance-symbols", symbols)), AllWorkers.Names, logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--binance-symbols").And.Message.Contains(why));

    [Test]
    public void Without_a_key_nothing_starts() => Assert.That(
        () => PipelineProcess.Build(Binance(("--binance-key-id", "")), AllWorkers.Names, logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--binance-key-id"));

    [Test]
    public void A_secret_that_signs_nothing_is_refused_without_being_shown()
    {
        File.WriteAllText(secretFile, "two words");

        Assert.That(
            () => PipelineProcess.Build(Binance(), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains("--binance-secret-file").And.Message.Not.Contains("two words"));
    }

    private OptionSet Binance(params (string Flag, string Value)[] more) => Read(
    [
        ("--venue", "binance"), ("--binance-url", Url), ("--binance-key-id", "key"), ("--binance-secret-file", secretFile), .. more,
    ]);

    private OptionSet Read(params (string Flag, string Value)[] given)
    {
        var values = given.GroupBy(pair => pair.Flag).ToDictionary(pair => pair.Key, pair => pair.Last().Value);
        values.TryAdd("--data", folder.Path);
        return OptionSet.Read(values, _ => null, null);
    }
}
