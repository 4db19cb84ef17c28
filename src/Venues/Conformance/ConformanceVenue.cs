using Pipeline.Messages.Capabilities;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Conformance;

/// <summary>
/// One adapter before its venue, for the time of one case. This is all that a new adapter has to supply to be judged by every case: its two
/// ports, and which symbol to trade.
/// </summary>
public abstract class ConformanceVenue : IAsyncDisposable
{
    /// <summary>What the venue can do. A case that needs more is skipped.</summary>
    public VenueCapabilities Capabilities => OrderEntry.Capabilities;

    /// <summary>The way onto the venue.</summary>
    public abstract IOrderEntry OrderEntry { get; }

    /// <summary>What the venue tells, to a process that lives as long as the case.</summary>
    public abstract IVenueReports Reports { get; }

    /// <summary>The symbol that is traded, in the pipeline's spelling.</summary>
    public abstract string Symbol { get; }

    /// <summary>How much of it an order asks for. Small where it costs money.</summary>
    public virtual decimal Qty => 10;

    /// <summary>An order of every kind that the venue treats otherwise (<see cref="VenueCapabilities.Kinds"/>): what is ordered, and how much.</summary>
    public virtual IReadOnlyList<(string Symbol, decimal Qty)> OfKinds => [];

    /// <summary>What prices are put on.</summary>
    public virtual decimal Tick => 0.01m;

    /// <summary>The venue's and the adapter's time.</summary>
    public virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Whether the venue is known to take a commission now.</summary>
    public virtual bool TakesCommission => false;

    /// <summary>Longest that a report may take.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(20);

    /// <summary>The venue, where it can be told to misbehave; null for a real one. Cases of faults are skipped then.</summary>
    public virtual SimulatedVenue? Simulated => null;

    /// <summary>Whether the next case, or somebody else, comes to the same venue.</summary>
    public virtual bool IsShared => false;

    /// <summary>For how long the venue wants no calls yet.</summary>
    public virtual TimeSpan LeftAlone => TimeSpan.Zero;

    /// <summary>What the venue tells, to another process; the caller disposes it.</summary>
    public abstract IVenueReports NewProcess();

    /// <summary>Brings the venue up, where it is not there already.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
