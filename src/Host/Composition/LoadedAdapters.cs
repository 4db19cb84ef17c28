using System.ComponentModel;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Messages.Capabilities;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Host.Composition;

/// <summary>The versions of the venue's adapter that the configuration names, in place of the one that the pipeline was built with.</summary>
internal sealed class LoadedAdapters
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IVenueAdapter> adapters;
    private readonly IVenueAdapter? shadow;
    private readonly AdapterRoutes routes;

    private LoadedAdapters(IReadOnlyList<IVenueAdapter> adapters, IVenueAdapter? shadow, AdapterRoutes routes) => (this.adapters, this.shadow, this.routes) = (adapters, shadow, routes);

    /// <summary>What the venue can do, as the first version has it.</summary>
    public VenueCapabilities Capabilities => adapters[0].Capabilities;

    /// <summary>Loads what is named; null where nothing is.</summary>
    /// <exception cref="OptionException">Something named is not there, has another hash, or is another venue's.</exception>
    public static LoadedAdapters? Of(OptionSet options, string venue)
    {
        var named = options.Get<AdaptersOptions>();
        if (named.Use.Length == 0)
        {
            return named.Route.Length + named.Shadow.Length == 0 ? null
                : throw new OptionException("--adapters-route, --adapters-shadow: they are for versions that --adapters-use names, and it names none");
        }

        try
        {
            var names = AdapterName.ListOf(named.Use);
            var inShadow = AdapterName.ListOf(named.Shadow);
            if (names.Concat(inShadow).FirstOrDefault(name => name.Venue != venue) is { } other)
            {
                throw new OptionException($"--adapters-use: {other.Adapter} is no adapter of {venue}, this installation's venue");
            }

            if (inShadow.Count > 1)
            {
                throw new OptionException("--adapters-shadow: there is one shadow at a time");
            }

            var routes = AdapterRoutes.Parse(named.Route, [.. names.Select(name => name.Adapter)]);
            return new LoadedAdapters(
                [.. names.Select(name => AdapterFolder.Load(named.Folder, name))], inShadow.Select(name => AdapterFolder.Load(named.Folder, name)).FirstOrDefault(), routes);
        }
        catch (Exception e) when (e is FormatException or AdapterException)
        {
            throw new OptionException($"--adapters-use: {e.Message}", e);
        }
    }

    /// <summary>Registers them as the venue's ports.</summary>
    /// <param name="services">Where.</param>
    /// <param name="options">All settings.</param>
    /// <param name="section">The settings of the venue.</param>
    /// <param name="secret">The API key's secret.</param>
    /// <param name="isSubmitting">Whether this process sends.</param>
    /// <param name="isReconciling">Whether it asks.</param>
    /// <param name="clock">The time.</param>
    public void Add(IServiceCollection services, OptionSet options, object section, string secret, bool isSubmitting, bool isReconciling, TimeProvider clock)
    {
        var values = ValuesOf(section);
        services.AddSingleton(provider => Open(new AdapterSettings(options.Get<IntakeOptions>().Account, values, secret, clock, provider), provider, clock));
        if (isSubmitting)
        {
            services.AddSingleton(provider => provider.GetRequiredService<AdapterPorts>().OrderEntry);
        }

        if (isReconciling)
        {
            services.AddSingleton<QuoteSnapshots>();
            services.AddSingleton(provider => provider.GetRequiredService<AdapterPorts>().Reports);
        }
    }

    private AdapterPorts Open(AdapterSettings settings, IServiceProvider provider, TimeProvider clock)
    {
        var store = provider.GetRequiredService<IStore>();
        var versions = new AdapterVersions(
            [.. adapters.Select(adapter => adapter.Capabilities.Adapter)], routes, clOrdId => store.Read(session => OrderTable.AdapterOf(session, clOrdId)));
        var ports = new Dictionary<string, AdapterPorts>();
        foreach (var adapter in adapters)
        {
            ports.Add(adapter.Capabilities.Adapter, ports.Count > 0 ? adapter.Open(settings with { Streams = false })
                : shadow is null ? adapter.Open(settings)
                : Shadowed(adapter, shadow, settings, new DifferenceLog(store, adapter.Capabilities.Adapter, shadow.Capabilities.Adapter, clock, provider.GetRequiredService<ILogger<DifferenceLog>>())));
        }

        return new AdapterPorts(
            new VersionedOrderEntry(versions, ports.ToDictionary(each => each.Key, each => each.Value.OrderEntry)),
            new VersionedReports(versions, ports.ToDictionary(each => each.Key, each => each.Value.Reports)));
    }

    private static AdapterPorts Shadowed(IVenueAdapter adapter, IVenueAdapter shadow, AdapterSettings settings, DifferenceLog log)
    {
        var tape = new ShadowTape();
        var works = adapter.Open(settings with { Handler = tape.Recording(VenueHttp.CreateHandler(ConnectTimeout)) });
        var beside = shadow.Open(settings with { Handler = tape.Replaying(log.Note), Streams = false });
        return new AdapterPorts(
            new ShadowedOrderEntry(works.OrderEntry, beside.OrderEntry, tape, log.Note), new ShadowedReports(works.Reports, beside.Reports, tape, log.Note));
    }

    private static Dictionary<string, string> ValuesOf(object section) => section.GetType().GetProperties().Where(property => property.CanWrite)
        .ToDictionary(property => Columns.SnakeCase(property.Name), property => TypeDescriptor.GetConverter(property.PropertyType).ConvertToInvariantString(property.GetValue(section)) ?? "");
}
