using Pipeline.Venues;

namespace Pipeline.Simulation.Venues;

/// <summary>A venue as one process sees it.</summary>
internal sealed record VenuePorts(IOrderEntry OrderEntry, IVenueReports Reports, IReferencePrices Prices);
