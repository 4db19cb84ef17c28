using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Access.Keys;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Reconciliation;
using Pipeline.Trading.Limits;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using AllWorkers = Pipeline.Host.Composition.Workers;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>Which settings make Alpaca the venue, and which are refused.</summary>
public sealed class AlpacaSettingTests
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
    public async Task Without_a_word_the_venue_is_paper()
    {
        await using var app = PipelineProcess.Build(Read(), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>().Adapter, Is.EqualTo("paper/1"));
        Assert.That(app.Services.GetService<QuoteSnapshots>(), Is.Null);
    }

    [Test]
    public async Task Alpaca_is_the_venue_when_it_is_named_and_validation_reads_the_quotes_it_finds_in_the_store()
    {
        await using var app = PipelineProcess.Build(Alpaca(), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Has.Property("Adapter").EqualTo("alpaca/1").And.Property("Rate").Not.Null);
        Assert.That(app.Services.GetRequiredService<IVenueReports>().Venue, Is.EqualTo("alpaca"));
        Assert.That(app.Services.GetService<QuoteSnapshots>(), Is.Not.Null);
        Assert.That(app.Services.GetService<IReferencePrices>(), Is.Null);
        Assert.That(app.Services.GetRequiredService<Validation.Stage>(), Is.Not.Null);
    }

    [Test]
    public async Task A_process_that_neither_submits_nor_reconciles_needs_no_key_and_gets_no_way_onto_the_venue()
    {
        var settings = Read(("--venue", "alpaca"), ("--alpaca-url", Url), ("--transport", "rabbitmq"));

        await using var app = PipelineProcess.Build(settings, [StageNames.Intake, StageNames.Validation], logToConsole: false);

        Assert.That(app.Services.GetService<IOrderEntry>(), Is.Null);
        Assert.That(app.Services.GetService<IVenueReports>(), Is.Null);
    }

    [TestCase("--alpaca-url", "http://10.0.0.7:9100")]
    [TestCase("--alpaca-data-url", "http://data.alpaca.markets")]
    [TestCase("--alpaca-stream-url", "ws://paper-api.alpaca.markets/stream")]
    public void A_key_goes_to_another_machine_over_no_open_wire(string flag, string address) => Assert.That(
        () => PipelineProcess.Build(Alpaca((flag, address), ("--limits", Limits(AllLimits.All))), AllWorkers.Names, logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith(flag).And.Message.Contains(address));

    [Test]
    public async Task Alpacas_paper_venue_costs_nothing_and_needs_no_limits_file()
    {
        await using var app = PipelineProcess.Build(Alpaca(("--alpaca-url", "https://paper-api.alpaca.markets")), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Has.Property("Adapter").EqualTo("alpaca/1"));
        Assert.That(app.Services.GetRequiredService<AccessPolicy>().NeedsCredentials, Is.True, "nobody publishes there without showing who it is");
    }

    [Test]
    public async Task Where_orders_cost_money_they_go_once_every_limit_is_set_or_waived()
    {
        await using var app = PipelineProcess.Build(
            Alpaca(("--alpaca-url", "https://api.alpaca.markets"), ("--limits", Limits(AllLimits.All))), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Has.Property("Adapter").EqualTo("alpaca/1"));
        Assert.That(app.Services.GetRequiredService<AccessPolicy>().NeedsCredentials, Is.True);
    }

    [Test]
    public void Where_orders_can_cost_money_every_limit_must_be_set_or_waived_and_each_that_is_not_is_named()
    {
        var live = ("--alpaca-url", "https://api.alpaca.markets");

        Assert.That(
            () => PipelineProcess.Build(Alpaca(live), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.StartsWith("--limits").And.Message.Contains("max_order_qty").And.Message.Contains("self_cross"));
        Assert.That(
            () => PipelineProcess.Build(Alpaca(live, ("--limits", Limits(AllLimits.All.Where(limit => limit.Name is not ("self_cross" or "max_gross"))))), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains("$.global.self_cross").And.Message.Contains("$.global.max_gross").And.Message.Not.Contains("max_order_qty"));
    }

    [TestCase(StageNames.Intake)]
    [TestCase(StageNames.Validation)]
    [TestCase(StageNames.Reconciliation)]
    public void Each_process_that_judges_orders_refuses_by_itself(string worker) => Assert.That(
        () => PipelineProcess.Build(Alpaca(("--alpaca-url", "https://api.alpaca.markets"), ("--transport", "rabbitmq")), [worker], logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--limits"));

    [Test]
    public void A_limits_file_with_faults_stops_the_start_and_names_all_of_them()
    {
        File.WriteAllText(folder.File("limits.json"), """{"global": {"max_qty": 1, "collar_pct": 0}}""");

        Assert.That(
            () => PipelineProcess.Build(Read(("--limits", folder.File("limits.json"))), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains("$.global.max_qty").And.Message.Contains("$.global.collar_pct"));
    }

    [Test]
    public void Without_a_key_there_is_no_start() => Assert.That(
        () => PipelineProcess.Build(Alpaca(("--alpaca-key-id", "")), AllWorkers.Names, logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--alpaca-key-id"));

    [Test]
    public void A_secret_that_can_not_be_read_or_sent_is_named_by_its_place_and_never_shown()
    {
        Assert.That(
            () => PipelineProcess.Build(Alpaca(("--alpaca-secret-file", folder.File("none"))), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains("--alpaca-secret-file").And.Message.Contains("none"));

        File.WriteAllText(secretFile, "hush hush");
        Assert.That(
            () => PipelineProcess.Build(Alpaca(), AllWorkers.Names, logToConsole: false),
            Throws.TypeOf<OptionException>().With.Message.Contains(secretFile).And.Message.Not.Contains("hush hush"));
    }

    [Test]
    public async Task The_secret_is_taken_from_a_credential_of_systemd_which_guards_it_itself_and_an_empty_one_is_none()
    {
        var credentials = Directory.CreateDirectory(folder.File("credentials"));
        await File.WriteAllTextAsync(Path.Combine(credentials.FullName, "pipeline-alpaca-secret"), "hush-hush");
        await File.WriteAllTextAsync(Path.Combine(credentials.FullName, "pipeline-access-master-key"), Convert.ToBase64String(new byte[32]));
        await File.WriteAllTextAsync(Path.Combine(credentials.FullName, "pipeline-audit-key"), "");
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", credentials.FullName);
        try
        {
            await using var app = PipelineProcess.Build(Alpaca(("--alpaca-secret-file", "")), AllWorkers.Names, logToConsole: false);

            Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Has.Property("Adapter").EqualTo("alpaca/1"));
            Assert.That(app.Services.GetService<KeySeal>(), Is.Not.Null);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        }
    }

    [Test]
    public void A_venue_that_nobody_knows_is_refused() => Assert.That(
        () => Read(("--venue", "nyse")), Throws.TypeOf<OptionException>().With.Message.Contains("--venue").And.Message.Contains("paper, alpaca"));

    [Test]
    public void No_setting_takes_the_secret_itself() => Assert.That(
        OptionSet.Settings.Where(setting => setting.Flag.Contains("secret")).Select(setting => setting.Flag), Is.EqualTo(new[] { "--alpaca-secret-file", "--binance-secret-file" }));

    private string Limits(IEnumerable<Limit> waived)
    {
        var file = folder.File("limits.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { global = waived.ToDictionary(limit => limit.Name, _ => new { waived = "test" }) }));
        return file;
    }

    private OptionSet Alpaca(params (string Flag, string Value)[] more) => Read(
    [
        ("--venue", "alpaca"), ("--alpaca-url", Url), ("--alpaca-key-id", "key"), ("--alpaca-secret-file", secretFile), .. more,
    ]);

    private OptionSet Read(params (string Flag, string Value)[] flags)
    {
        var all = new Dictionary<string, string> { ["--data"] = folder.File("data"), ["--http"] = "127.0.0.1:0" };
        foreach (var (flag, value) in flags)
        {
            all[flag] = value;
        }

        return OptionSet.Read(all, _ => null, null);
    }
}
