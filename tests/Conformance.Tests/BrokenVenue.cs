using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>A venue whose adapter is broken on purpose.</summary>
internal sealed class BrokenVenue(ConformanceVenue venue) : ConformanceVenue
{
    private IOrderEntry? entry;
    private IVenueReports? reports;

    /// <summary>How sending is broken.</summary>
    public Func<IOrderEntry, IOrderEntry> Entry { get; init; } = whole => whole;

    /// <summary>How telling is broken.</summary>
    public Func<IVenueReports, IVenueReports> Telling { get; init; } = whole => whole;

    public override IOrderEntry OrderEntry => entry ??= Entry(venue.OrderEntry);

    public override IVenueReports Reports => reports ??= Telling(venue.Reports);

    public override string Symbol => venue.Symbol;

    public override decimal Qty => venue.Qty;

    public override TimeProvider Clock => venue.Clock;

    public override TimeSpan Patience => venue.Patience;

    public override SimulatedVenue? Simulated => venue.Simulated;

    public override IVenueReports NewProcess() => venue.NewProcess();

    public override Task StartAsync(CancellationToken cancellationToken) => venue.StartAsync(cancellationToken);

    public override ValueTask DisposeAsync() => venue.DisposeAsync();
}
