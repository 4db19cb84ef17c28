using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Versions;
using AllWorkers = Pipeline.Host.Composition.Workers;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>An adapter as a part of its own: found in a folder, and loaded only as the very files that the configuration names.</summary>
public sealed class AdapterFolderTests
{
    private TempFolder folder = null!;
    private string version = null!;

    [SetUp]
    public void Deploy()
    {
        folder = new TempFolder();
        version = folder.File("alpaca/1");
        Directory.CreateDirectory(version);
        foreach (var name in new[] { "Pipeline.Venues.Alpaca.dll", "Pipeline.Venues.Kit.dll" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(version, name));
        }
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void It_lives_in_a_load_context_of_its_own_with_its_own_kit_and_the_pipelines_ports()
    {
        var adapter = AdapterFolder.Load(folder.Path, Named());
        var ports = adapter.Open(Settings());

        Assert.That(adapter.Capabilities.Adapter, Is.EqualTo("alpaca/1"));
        Assert.That(ports.OrderEntry.GetType(), Is.Not.EqualTo(typeof(AlpacaOrderEntry)), "the same name, another assembly");
        Assert.That(AssemblyLoadContext.GetLoadContext(ports.OrderEntry.GetType().Assembly), Is.Not.SameAs(AssemblyLoadContext.Default));
        Assert.That((ports.OrderEntry.Rate!.Calls, ports.Reports.Account, ports.Reports.SettleWindow), Is.EqualTo((77, "acc", TimeSpan.FromSeconds(3))));
        (ports.OrderEntry as IDisposable)!.Dispose();
        (ports.Reports as IDisposable)!.Dispose();
    }

    [Test]
    public void It_finds_the_native_library_that_it_signs_with()
    {
        Directory.CreateDirectory(folder.File("binance/1"));
        foreach (var name in new[] { "Pipeline.Venues.Binance.dll", "Pipeline.Venues.Kit.dll", "NSec.Cryptography.dll" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), folder.File($"binance/1/{name}"));
        }

        // RFC 8410, section 10.3.
        const string pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        var adapter = AdapterFolder.Load(folder.Path, new AdapterName("binance", "1", AdapterFolder.Read(folder.File("binance/1")).Sha256));
        var ports = adapter.Open(Settings() with { Secret = pem });

        Assert.That(ports.OrderEntry.Adapter, Is.EqualTo("binance/1"));
        (ports.OrderEntry as IDisposable)!.Dispose();
        (ports.Reports as IDisposable)!.Dispose();
    }

    [Test]
    public void The_hash_is_over_every_file_with_its_name()
    {
        var before = AdapterFolder.Read(version).Sha256;
        File.Move(Path.Combine(version, "Pipeline.Venues.Kit.dll"), Path.Combine(version, "Kit.dll"));
        var renamed = AdapterFolder.Read(version).Sha256;
        File.WriteAllText(Path.Combine(version, "note.txt"), "");

        Assert.That(new[] { before, renamed, AdapterFolder.Read(version).Sha256 }, Is.Unique.And.All.Length.EqualTo(64));
    }

    [Test]
    public void A_file_that_was_changed_is_refused_with_both_hashes_and_nothing_is_loaded()
    {
        var name = Named();
        File.AppendAllText(Path.Combine(version, "Pipeline.Venues.Alpaca.dll"), " ");

        Assert.That(
            () => AdapterFolder.Load(folder.Path, name),
            Throws.TypeOf<AdapterException>().With.Message.Contains(name.Sha256).And.Message.Contains(AdapterFolder.Read(version).Sha256).And.Message.Contains("nothing of it was loaded"));
    }

    [Test]
    public void A_version_that_says_of_itself_that_it_is_another_is_refused()
    {
        Directory.Move(version, folder.File("alpaca/9"));

        Assert.That(
            () => AdapterFolder.Load(folder.Path, new AdapterName("alpaca", "9", AdapterFolder.Read(folder.File("alpaca/9")).Sha256)),
            Throws.TypeOf<AdapterException>().With.Message.EndsWith("says of itself that it is alpaca/1, not alpaca/9"));
    }

    [Test]
    public void A_folder_without_an_adapter_is_refused()
    {
        File.Delete(Path.Combine(version, "Pipeline.Venues.Alpaca.dll"));

        Assert.That(() => AdapterFolder.Load(folder.Path, Named()), Throws.TypeOf<AdapterException>().With.Message.Contains("has 0 public classes"));
        Assert.That(() => AdapterFolder.Read(folder.File("none")), Throws.TypeOf<AdapterException>().With.Message.Contains("can't be read"));
    }

    [Test]
    public async Task The_pipeline_starts_with_what_the_configuration_names_and_records_its_version()
    {
        await using var app = PipelineProcess.Build(Settings($"alpaca/1@{Named().Sha256}"), AllWorkers.Names, logToConsole: false);

        Assert.That(app.Services.GetRequiredService<IOrderEntry>(), Is.TypeOf<VersionedOrderEntry>().With.Property("Adapter").EqualTo("alpaca/1"));
        Assert.That(app.Services.GetRequiredService<IVenueReports>(), Is.TypeOf<VersionedReports>().With.Property("Venue").EqualTo("alpaca"));
    }

    [Test]
    public void The_pipeline_does_not_start_with_a_wrong_hash_and_says_so() => Assert.That(
        () => PipelineProcess.Build(Settings($"alpaca/1@{new string('0', 64)}"), AllWorkers.Names, logToConsole: false),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--adapters-use: alpaca/1: the files of").And.Message.Contains(Named().Sha256));

    [TestCase("binance/1@", "binance/1 is no adapter of alpaca")]
    public void Another_venues_adapter_is_refused(string use, string said) => Assert.That(
        () => PipelineProcess.Build(Settings(use + new string('0', 64)), AllWorkers.Names, logToConsole: false), Throws.TypeOf<OptionException>().With.Message.Contains(said));

    private AdapterName Named() => new("alpaca", "1", AdapterFolder.Read(version).Sha256);

    private OptionSet Settings(string use)
    {
        var secret = folder.File("secret");
        File.WriteAllText(secret, "hush-hush");
        return OptionSet.Read(
            new Dictionary<string, string>
            {
                ["--venue"] = "alpaca", ["--alpaca-url"] = "http://127.0.0.1:9", ["--alpaca-key-id"] = "KEY", ["--alpaca-secret-file"] = secret, ["--data"] = folder.File("data"),
                ["--http"] = "127.0.0.1:0", ["--adapters-folder"] = folder.Path, ["--adapters-use"] = use,
            },
            _ => null, null);
    }

    private static AdapterSettings Settings() => new(
        "acc", new Dictionary<string, string> { ["url"] = "http://127.0.0.1:9", ["key_id"] = "KEY", ["orders_a_minute"] = "77", ["settle_window"] = "00:00:03" }, "hush",
        new FakeTimeProvider(), new ServiceCollection().BuildServiceProvider());
}
