using System.Net;
using Microsoft.AspNetCore.Builder;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>An adapter before a simulated venue of its own on a free port of this machine, or before a venue at an address.</summary>
internal abstract class SimulatedConformance : ConformanceVenue
{
    private static readonly TimeSpan LargestOffset = TimeSpan.FromHours(1);
    private static readonly TimeSpan WhileNobodyKnows = TimeSpan.FromSeconds(15);

    private static readonly Dictionary<string, string> Impatient = new() { ["poll_interval"] = "00:00:01", ["reconnect_pause"] = "00:00:00.1" };

    private readonly IVenueAdapter adapter;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly string secret;
    private readonly string? given;
    private readonly VenuePause pause = new(TimeProvider.System);
    private readonly HttpMessageHandler handler = VenueHttp.CreateHandler(TimeSpan.FromSeconds(5));
    private readonly WebApplication? server;
    private readonly SimulatedVenue? venue;
    private TimeProvider clock = TimeProvider.System;

    private AdapterPorts? ports;
    private string address = "";
    private bool hasClock;

    /// <param name="adapter">The adapter.</param>
    /// <param name="settings">Its settings, but for the address.</param>
    /// <param name="secret">The API key's secret.</param>
    /// <param name="dialect">What the simulated venue speaks.</param>
    /// <param name="script">How it begins.</param>
    /// <param name="url">The venue's address; null starts a simulated one.</param>
    protected SimulatedConformance(IVenueAdapter adapter, IEnumerable<KeyValuePair<string, string>> settings, string secret, VenueDialect dialect, string script, string? url)
    {
        (this.adapter, this.settings, this.secret, given) = (adapter, Impatient.Concat(settings).ToDictionary(), secret, url);
        if (url is null)
        {
            clock = new StartedClock(StartedClock.TenInNewYork);
            venue = new SimulatedVenue(new SimulatorOptions { Dialect = dialect, KeyId = "key", SecretKey = "secret", RateLimitPerMinute = 0 }, clock);
            venue.Load(ScriptJson.ReadScript(script));
            server = SimulatorServer.Build(venue, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        }
    }

    public override IOrderEntry OrderEntry => ports!.OrderEntry;

    public override IVenueReports Reports => ports!.Reports;

    public override TimeProvider Clock => clock;

    public override SimulatedVenue? Simulated => venue;

    public override bool IsShared => given is not null;

    // Before its clock is known, the time until which it wants to be left alone says nothing.
    public override TimeSpan LeftAlone => hasClock ? pause.Left(new Uri(address)) : WhileNobodyKnows;

    // Scripts of this machine say that it does; elsewhere nobody knows.
    public override bool TakesCommission => venue is not null;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        Connect(given ?? server!.Urls.First());
        var told = given is not null && new Uri(given).IsLoopback ? await Reports.TimeAsync(cancellationToken).ConfigureAwait(false) : null;
        hasClock = true;
        if (told is { } theirs && (theirs - clock.GetUtcNow()).Duration() > LargestOffset)
        {
            // A simulator that rehearses another day, as the market may be closed today: the adapter lives in that day too.
            Disconnect();
            clock = new StartedClock(theirs);
            Connect(given!);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Disconnect();
        if (server is not null)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        venue?.Dispose();
        handler.Dispose();
    }

    public override IVenueReports NewProcess() => Open().Reports;

    private void Connect(string url)
    {
        address = url;
        ports = Open();
    }

    private AdapterPorts Open() => adapter.Open(
        new AdapterSettings("conformance", settings.Append(new("url", address)).ToDictionary(), secret, clock, new NoServices()) { Handler = handler, Pause = pause });

    private void Disconnect()
    {
        (ports?.OrderEntry as IDisposable)?.Dispose();
        (ports?.Reports as IDisposable)?.Dispose();
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
