using System.ComponentModel;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Host.Composition;

/// <summary>
/// The adapter of this installation's venue: the versions that the configuration names, or the one that the pipeline was built with. The key is for submission
/// and reconciliation alone: a process without them neither needs it nor reads it.
/// </summary>
internal sealed class LoadedAdapters
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IVenueAdapter> adapters;
    private readonly IVenueAdapter? shadow;
    private readonly AdapterRoutes routes;

    private LoadedAdapters(IReadOnlyList<IVenueAdapter> adapters, IVenueAdapter? shadow, AdapterRoutes routes) => (this.adapters, this.shadow, this.routes) = (adapters, shadow, routes);

    /// <summary>The one that the pipeline was built with.</summary>
    public static LoadedAdapters BuiltIn(IVenueAdapter adapter) => new([adapter], null, AdapterRoutes.Parse("", [adapter.Capabilities.Adapter]));

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

    /// <summary>Registers what the venue can do, as the first version has it, and its ports where the process needs them.</summary>
    /// <param name="services">Where.</param>
    /// <param name="options">All settings.</param>
    /// <param name="workers">What this process runs.</param>
    /// <param name="section">The settings of the venue.</param>
    /// <param name="secret">Finds the API key's secret.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="OptionException">There is no key, and the process needs one.</exception>
    public void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, object section, Func<string> secret, TimeProvider clock)
    {
        services.AddSingleton(adapters[0].Capabilities);
        var (isSubmitting, isReconciling) = (workers.Contains(Stages.Submission), workers.Contains(Stages.Reconciliation));
        if (!isSubmitting && !isReconciling)
        {
            return;
        }

        var (values, found) = (ValuesOf(section), secret());
        services.AddSingleton(new VenuePause(clock));
        services.AddSingleton(provider => Open(
            new AdapterSettings(options.Get<IntakeOptions>().Account, values, found, clock, provider) { Pause = provider.GetRequiredService<VenuePause>() }, provider));
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

    private AdapterPorts Open(AdapterSettings settings, IServiceProvider provider)
    {
        var store = provider.GetRequiredService<IStore>();
        var versions = new AdapterVersions(
            [.. adapters.Select(adapter => adapter.Capabilities.Adapter)], routes, clOrdId => store.Read(session => OrderTable.AdapterOf(session, clOrdId)));
        var proxy = settings.Values.GetValueOrDefault("proxy") ?? "";
        return VersionedAdapters.Open(
            adapters, versions, settings, (address, stop) => WebSocketVenueSocket.ConnectAsync(address, proxy, stop), shadow is null ? null : InTheShadow(shadow, versions.Names[0]));

        InTheShadow InTheShadow(IVenueAdapter tried, string works)
        {
            var log = new DifferenceLog(store, works, tried.Capabilities.Adapter, settings.Clock, provider.GetRequiredService<ILogger<DifferenceLog>>());
            return new InTheShadow(tried, VenueHttp.CreateHandler(ConnectTimeout, proxy), log.Note) { Compared = log.NoteCompared };
        }
    }

    private static Dictionary<string, string> ValuesOf(object section) => section.GetType().GetProperties().Where(property => property.CanWrite)
        .ToDictionary(property => Columns.SnakeCase(property.Name), property => TypeDescriptor.GetConverter(property.PropertyType).ConvertToInvariantString(property.GetValue(section)) ?? "");
}
