using Pipeline.Messages.Capabilities;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>A venue whose adapter is broken on purpose.</summary>
internal sealed class BrokenVenue(ConformanceVenue venue, Func<IOrderEntry, IOrderEntry> entry) : ConformanceVenue
{
    public override IOrderEntry OrderEntry => entry(venue.OrderEntry);

    public override IVenueReports Reports => venue.Reports;

    public override string Symbol => venue.Symbol;

    public override decimal Qty => venue.Qty;

    public override TimeProvider Clock => venue.Clock;

    public override SimulatedVenue? Simulated => venue.Simulated;

    public override IVenueReports NewProcess() => venue.NewProcess();

    public override Task StartAsync(CancellationToken cancellationToken) => venue.StartAsync(cancellationToken);

    public override ValueTask DisposeAsync() => venue.DisposeAsync();
}

/// <summary>Sends as the adapter does, but for what is broken.</summary>
internal abstract class BrokenEntry(IOrderEntry venue) : IOrderEntry
{
    public string Adapter => venue.Adapter;

    public VenueCapabilities Capabilities => venue.Capabilities;

    public virtual Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) => venue.SubmitAsync(order, lastLook, cancellationToken);

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
}
