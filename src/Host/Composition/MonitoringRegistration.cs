using System.Runtime.CompilerServices;
using MassTransit;
using Pipeline.Host.Http;
using Pipeline.Host.Options;
using Pipeline.Metering;
using Pipeline.Monitoring;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Trading.Sessions;

namespace Pipeline.Host.Composition;

/// <summary>Metrics, the watch over the journal, and briefs.</summary>
internal static class MonitoringRegistration
{
    /// <summary>The workers that judge by market calendars.</summary>
    private static readonly string[] ByCalendars = [Stages.Intake, Stages.Session, Stages.Submission, Stages.Reconciliation, Stages.Operator];

    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers)
    {
        MakeEveryMeter();
        var venue = options.Get<Intake.IntakeOptions>().Venue;
        VenueMeters.Begin(venue);
        services.AddSingleton(new Duties(TimeProvider.System));
        services.AddSingleton<IProcessGauge>(provider => new InForceGauges(
            provider.GetService<LimitsInForce>(), workers.Any(ByCalendars.Contains) ? provider.GetRequiredService<LiveCalendars>() : null));
        services.AddHostedService(provider => new Pulse(
            workers, provider.GetRequiredService<IBusControl>(), provider.GetRequiredService<Duties>(), provider.GetServices<IProcessGauge>(), provider.GetRequiredService<ILogger<Pulse>>()));
        if (workers.Contains(Stages.Submission) || workers.Contains(Stages.Reconciliation))
        {
            VenueRegistration.Add(services, venue, workers);
            services.AddHostedService(provider => new CredentialWatch(
                provider.GetRequiredService<IStore>(), venue, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CredentialWatch>>()));
        }

        if (!workers.Contains(Stages.Operator))
        {
            return;
        }

        services.AddSingleton(provider => new BriefMaker(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<IHaltFile>(), provider.GetRequiredService<LiveCalendars>(),
            () => provider.GetRequiredService<Readiness>().Checks(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new JournalWatch(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<BriefMaker>(), provider.GetRequiredService<LiveCalendars>(), venue,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JournalWatch>>()));
        services.AddSingleton(provider => new StoreWatch(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<LiveCalendars>(), provider.GetRequiredService<TimeProvider>(), TimeProvider.System));
        services.AddHostedService<MonitoringDuty>();
    }

    /// <summary>Makes the metrics of every room, so that each series is there before anything happens.</summary>
    public static void MakeEveryMeter()
    {
        var own = typeof(MonitoringRegistration).Assembly;
        var rooms = own.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Pipeline.", StringComparison.Ordinal)).Select(System.Reflection.Assembly.Load).Append(own);
        foreach (var type in rooms.SelectMany(room => room.GetTypes()).Where(HasMeters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    private static bool HasMeters(Type type) => !type.ContainsGenericParameters
        && type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly)
            .Any(field => field.FieldType.IsAssignableTo(typeof(Prometheus.Collector)));
}
