using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Pipeline.Access.Http;
using Pipeline.Bus;
using Pipeline.Host.Clocks;
using Pipeline.Host.Http;
using Pipeline.Host.Options;
using Pipeline.Host.Sessions;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Leases;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Serilog;

namespace Pipeline.Host.Composition;

/// <summary>Composes one process of the pipeline from its settings and the workers it is told to run.</summary>
internal static class PipelineProcess
{
    /// <summary>The workers that judge orders by the operator's limits.</summary>
    private static readonly string[] Judging = [Stages.Intake, Stages.Validation, Stages.Reconciliation];

    /// <summary>The workers to whom it matters which account at which venue is served.</summary>
    private static readonly string[] Serving = [Stages.Intake, Stages.Submission, Stages.Reconciliation];

    /// <summary>Builds the process; nothing runs yet.</summary>
    /// <param name="options">All settings.</param>
    /// <param name="workers">Names of the workers to host.</param>
    /// <param name="isRestored">Whether the store was just restored from a backup.</param>
    /// <param name="restoredBy">Who has restored it and why, for the journal.</param>
    /// <param name="logToConsole">Whether warnings and errors also go to standard output.</param>
    /// <param name="customize">Replaces services, for a bench or a test; runs last.</param>
    /// <exception cref="OptionException">The settings ask for something that is refused.</exception>
    public static WebApplication Build(
        OptionSet options, IReadOnlyList<string> workers, bool logToConsole, bool isRestored = false, Action<IServiceCollection>? customize = null, Actor? restoredBy = null)
    {
        var host = options.Get<ProcessOptions>();
        var endpoint = EndpointOf(host.Http);
        CheckRelease(options);
        BrokerLogin.Complete(options.Get<BusOptions>());
        var limits = workers.Any(Judging.Contains) ? OperatorLimits.Source(options) : null;
        Directory.CreateDirectory(host.Data);
        var haltFile = HaltFileOf(host);
        var database = Commands.StoreLook.Named(host);
        database.Migrate();
        Commands.StoreLook.ThrowIfMoved(database, "run");

        // Settings come from our own options alone. What the framework would read from the folder that the process was started in, it would also watch, with
        // everything below: where the data lies there, every page that the store writes was a notice to this process, an eighth of its time.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.Sources.Clear();
        var role = workers.Count == Workers.Names.Count ? "run" : string.Join('-', workers);
        var logger = Logging.Create(host, role, logToConsole);
        // A slim builder leaves it out.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSerilog(logger, dispose: true);
        foreach (var (type, value) in options.Values)
        {
            builder.Services.AddSingleton(typeof(IOptions<>).MakeGenericType(type), Activator.CreateInstance(typeof(OptionsWrapper<>).MakeGenericType(type), value)!);
        }

        var clock = AddClock(builder.Services, host, database);
        if (isRestored)
        {
            database.Step(session => RestoredState.Begin(session, clock.GetUtcNow(), restoredBy));
        }

        ServeAccount(options, workers, database, clock);

        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(new WriteWatch(TimeProvider.System));
        builder.Services.AddSingleton<IStore>(provider => new WatchedStore(
            provider.GetRequiredService<IStoreDatabase>().Open(provider.GetRequiredService<ILoggerFactory>()), provider.GetRequiredService<WriteWatch>()));
        builder.Services.AddSingleton<LeaseHolder>();
        builder.Services.AddSingleton<ClaimAges>();
        AddCalendars(builder.Services, options.Get<Trading.Sessions.SessionOptions>());
        AddLimits(builder.Services, options, workers, limits, clock, database);
        builder.Services.AddSingleton<IHaltFile>(new HaltFile(haltFile, options.Get<Intake.IntakeOptions>().Venue, clock));
        AddVenue(builder.Services, options, workers, clock);
        AuditRegistration.Add(builder.Services, options, workers);
        NoticesRegistration.Add(builder.Services, options, workers);
        TracingRegistration.Add(builder.Services, options.Get<TracingOptions>(), role);
        MonitoringRegistration.Add(builder.Services, options, workers);
        Workers.AddServices(builder.Services, workers);
        builder.Services.AddPipelineBus(options.Get<BusOptions>(), workers, bus => Workers.AddConsumers(bus, workers));
        builder.Services.Configure<HostOptions>(hosting =>
        {
            hosting.ShutdownTimeout = TimeSpan.FromSeconds(30);
            hosting.ServicesStartConcurrently = true;
        });
        var tls = HttpsCertificate.Of(host);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, endpoint, tls));
        AccessRegistration.Add(builder.Services, options, endpoint.Address);
        Api.AddServices(builder.Services);
        ConsoleParts.Add(builder.Services, options, workers);
        customize?.Invoke(builder.Services);

        var app = builder.Build();
        Api.Map(app, workers);
        return app;
    }

    private static void AddCalendars(IServiceCollection services, Trading.Sessions.SessionOptions options)
    {
        services.AddSingleton(new LiveCalendars(SessionsFile.Load(options)));
        if (options.Overrides.Length > 0)
        {
            services.AddSingleton(provider => new Session.OverridesFile(
                options.Overrides, () => File.ReadAllText(options.Overrides), options.ReloadInterval + options.ReloadInterval, provider.GetRequiredService<LiveCalendars>(), provider.GetRequiredService<IStore>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Session.OverridesFile>>()));
            AddWatch(services, options.Overrides, options.ReloadInterval, provider =>
            {
                var file = provider.GetRequiredService<Session.OverridesFile>();
                provider.GetRequiredService<LiveCalendars>().FreshenAsync = file.FreshenAsync;
                return file.LookAsync;
            });
        }
    }

    // The limits at the start are recorded before anything is judged by them.
    private static void AddLimits(
        IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, LimitsSource? source, TimeProvider clock, IStoreDatabase database)
    {
        if (!workers.Any(Judging.Contains))
        {
            return;
        }

        var look = source is null ? null : OperatorLimits.Look(source);
        var book = look?.Book ?? LimitBook.Default;
        database.Step(session => LimitsChange.Record(session, book, look?.Document ?? "", source?.Defaults ?? LimitSet.Defaults, clock.GetUtcNow()));
        services.AddSingleton(provider => source is null ? new LimitsInForce(book) : new LimitsInForce(book, source, provider.GetRequiredService<IStore>(), clock));
        if (source is not null)
        {
            AddWatch(services, source.File, options.Get<Trading.Rules.ValidationOptions>().LimitsInterval, provider => provider.GetRequiredService<LimitsInForce>().LookAsync);
        }
    }

    // Each file has a watch of its own: AddHostedService would take the second for the first.
    private static void AddWatch(IServiceCollection services, string file, TimeSpan interval, Func<IServiceProvider, Func<CancellationToken, Task>> look) =>
        services.AddSingleton<IHostedService>(provider => new FileWatch(file, interval, look(provider), provider.GetRequiredService<ILogger<FileWatch>>()));

    // In a folder that is not there no file would ever be seen.
    private static string HaltFileOf(ProcessOptions host)
    {
        var path = Path.GetFullPath(host.HaltFile.Length > 0 ? host.HaltFile : Path.Combine(host.Data, HaltFile.DefaultName));
        return Directory.Exists(Path.GetDirectoryName(path))
            ? path
            : throw new OptionException($"--halt-file: the folder of {path} is not there; make it, so that a file in it is seen");
    }

    // Who takes orders for an account, sends them or asks about them is held to the one that is under way. Of a process that only works beside them nothing is asked.
    private static void ServeAccount(OptionSet options, IReadOnlyList<string> workers, IStoreDatabase database, TimeProvider clock)
    {
        if (!workers.Any(Serving.Contains))
        {
            return;
        }

        var (venue, account, endpoint) = (options.Get<Intake.IntakeOptions>().Venue, options.Get<Intake.IntakeOptions>().Account, EndpointOfVenue(options));
        database.Step(session =>
        {
            if (ServedAccount.Refusal(session, venue, account, endpoint) is { } refusal)
            {
                throw new OptionException(
                    $"--venue, --intake-account: {refusal}. A store is of one account at a time: start with what it was started with until nothing of it is open, or give this account a store of its own (--data, or --store)");
            }

            if (workers.Contains(Stages.Submission))
            {
                ReconcilingState.Begin(session, venue, account, clock.GetUtcNow(), endpoint);
            }
        });
    }

    // A venue on this machine is a simulated one, which may come back at another port. The paper venue's book lies beside the store.
    private static string EndpointOfVenue(OptionSet options) => options.Get<Intake.IntakeOptions>().Venue switch
    {
        "alpaca" => HostOf(options.Get<AlpacaOptions>().Url),
        "binance" => HostOf(options.Get<BinanceOptions>().Url),
        _ => "",
    };

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && !address.IsLoopback ? address.Host : "this machine";

    private static void CheckRelease(OptionSet options)
    {
        if (options.Get<OperatorOptions>().ResumeBy == 1 && options.Get<Intake.IntakeOptions>().Venue != "paper")
        {
            throw new OptionException("--operator-resume-by: 1 is for the paper venue; at any other one a halt is released by two operators");
        }
    }

    private static void AddVenue(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, TimeProvider clock)
    {
        if (options.Get<Intake.IntakeOptions>().Venue == "paper" && options.Get<AdaptersOptions>().Use.Length > 0)
        {
            throw new OptionException("--adapters-use: the paper venue is a part of the pipeline and has no adapter of its own");
        }

        switch (options.Get<Intake.IntakeOptions>().Venue)
        {
            case "paper":
                PaperVenueRegistration.Add(services, options, clock);
                break;
            case "alpaca":
                AlpacaRegistration.Add(services, options, workers, clock);
                break;
            case "binance":
                BinanceRegistration.Add(services, options, workers, clock);
                break;
            case var other:
                throw new OptionException($"--venue: '{other}' is no venue");
        }
    }

    /// <exception cref="OptionException">It is no address and port.</exception>
    internal static IPEndPoint EndpointOf(string http)
    {
        var separator = http.LastIndexOf(':');
        var host = http[..separator].Trim('[', ']');
        var address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (address is null || !ushort.TryParse(http[(separator + 1)..], out var port))
        {
            throw new OptionException($"--http: '{http}' is no address and port; write 127.0.0.1:8080");
        }

        return new IPEndPoint(address, port);
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint endpoint, Action<ListenOptions> tls)
    {
        kestrel.AddServerHeader = false;

        // The door refuses what is larger than its cap before reading it. What Kestrel then lets pass unread, it lets run out, so that the caller is
        // still there to hear the refusal; beyond that it breaks the connection.
        kestrel.Limits.MaxRequestBodySize = 16 * RequestBody.Largest;
        kestrel.Listen(endpoint, tls);
    }

    private static TimeProvider AddClock(IServiceCollection services, ProcessOptions host, IStoreDatabase database)
    {
        if (host.Clock is not { } start)
        {
            services.AddSingleton(TimeProvider.System);
            return TimeProvider.System;
        }

        var shared = new SharedClock(host.Data);
        var clock = shared.Join(start, host.Speed, database.Look(JournalTable.LatestTime));
        services.AddSingleton(clock);
        services.AddHostedService(_ => shared);
        return clock;
    }
}
