using Pipeline.Simulation.Processes;

namespace Pipeline.Simulation.Venues;

/// <summary>The venue of a simulation, which outlives every process.</summary>
internal interface IVenueConnection : IDisposable
{
    /// <summary>Grows whenever something happens at the venue by itself, of which no journal tells.</summary>
    long Happenings => 0;

    /// <summary>Gives a process its ports to the venue. Once the process is dead they carry nothing any more.</summary>
    VenuePorts ConnectTo(SimulatedProcess process, TimeProvider clock);
}
