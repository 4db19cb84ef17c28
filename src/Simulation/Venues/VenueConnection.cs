using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;

namespace Pipeline.Simulation.Venues;

/// <summary>The simulated venue, which each process reaches by an adapter of its own over a network that takes time.</summary>
internal sealed class VenueConnection(SimulatedVenue venue, VenueDialect dialect, SimulationSettings settings, VirtualClock clock) : IVenueConnection
{
    /// <summary>The venue as it truly is.</summary>
    public SimulatedVenue Venue => venue;

    public long Happenings => venue.ActsPerformed + venue.Executions.Count;

    /// <summary>How long a request or an answer takes, one way.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Puts other ports in the place of the adapter's.</summary>
    public Func<VenuePorts, VenuePorts> Tamper { get; init; } = ports => ports;

    /// <summary>Told of every request when its first byte leaves, before anything of it reaches the venue.</summary>
    public event Action<SimulatedProcess, SimulatedRequest>? Leaving;

    /// <summary>Told of every answer when it leaves the venue.</summary>
    public event Action<SimulatedProcess, SimulatedRequest, SimulatedResponse>? Answered;

    public VenuePorts ConnectTo(SimulatedProcess process, TimeProvider processClock)
    {
        var network = new Network(process, this, clock);
        return Tamper(dialect switch
        {
            VenueDialect.Alpaca => Alpaca(network, processClock),
            VenueDialect.Binance => Binance(network, processClock),
            _ => throw new InvalidOperationException($"No adapter speaks {dialect}"),
        });
    }

    public void Dispose() => venue.Dispose();

    internal void Answer(SimulatedProcess process, SimulatedRequest request, SimulatedResponse response) => Answered?.Invoke(process, request, response);

    internal void Leave(SimulatedProcess process, SimulatedRequest request) => Leaving?.Invoke(process, request);

    private VenuePorts Alpaca(Network network, TimeProvider processClock)
    {
        var (options, pause, credentials) = (settings.Alpaca, new VenuePause(processClock), new AlpacaCredentials("scenario", "scenario"));
        return new VenuePorts(
            new AlpacaOrderEntry(network, options, credentials, processClock, NullLogger.Instance, pause),
            new AlpacaReports(network, network.ConnectAsync, settings.Intake.Account, options, credentials, processClock, NullLogger<AlpacaReports>.Instance, pause,
                options.MarketStreamUrl.Length > 0 ? network.ConnectMarketAsync : null),
            null);
    }

    private VenuePorts Binance(Network network, TimeProvider processClock)
    {
        var (options, pause, offset, credentials) = (settings.Binance, new VenuePause(processClock), new ServerOffset(), new BinanceCredentials("scenario", "scenario"));
        return new VenuePorts(
            new BinanceOrderEntry(network, options, credentials, processClock, NullLogger.Instance, pause, offset),
            new BinanceReports(network, network.ConnectAsync, settings.Intake.Account, options, credentials, processClock, NullLogger<BinanceReports>.Instance, pause, offset,
                options.MarketStreamUrl.Length > 0 ? network.ConnectMarketAsync : null),
            null);
    }
}
