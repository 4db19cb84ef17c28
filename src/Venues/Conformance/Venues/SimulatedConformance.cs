using System.Net;
using Microsoft.AspNetCore.Builder;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>An adapter before a simulated venue of its own on a free port of this machine, or before a venue at an address.</summary>
internal abstract class SimulatedConformance : ConformanceVenue
{
    private static readonly TimeSpan LargestOffset = TimeSpan.FromHours(1);

    private readonly string? given;
    private readonly WebApplication? server;
    private readonly SimulatedVenue? venue;
    private TimeProvider clock = TimeProvider.System;

    protected SimulatedConformance(VenueDialect dialect, string script, string? url)
    {
        given = url;
        if (url is null)
        {
            clock = new StartedClock(StartedClock.TenInNewYork);
            venue = new SimulatedVenue(new SimulatorOptions { Dialect = dialect, KeyId = "key", SecretKey = "secret", RateLimitPerMinute = 0 }, clock);
            venue.Load(ScriptJson.ReadScript(script));
            server = SimulatorServer.Build(venue, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        }
    }

    public override TimeProvider Clock => clock;

    public override SimulatedVenue? Simulated => venue;

    // Scripts of this machine say that it does; elsewhere nobody knows.
    public override bool TakesCommission => venue is not null;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        Connect(given ?? server!.Urls.First());
        if (given is not null && new Uri(given).IsLoopback && await Reports.TimeAsync(cancellationToken).ConfigureAwait(false) is { } told
            && (told - clock.GetUtcNow()).Duration() > LargestOffset)
        {
            // A simulator that rehearses another day, as the market may be closed today: the adapter lives in that day too.
            Disconnect();
            clock = new StartedClock(told);
            Connect(given);
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
    }

    /// <summary>Makes the adapter, for a venue at an address.</summary>
    protected abstract void Connect(string url);

    /// <summary>Disposes the adapter.</summary>
    protected abstract void Disconnect();
}
