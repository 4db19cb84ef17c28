using Pipeline.Venues;

namespace Pipeline.Simulation.Venues;

/// <summary>A venue as one process sees it.</summary>
/// <param name="OrderEntry">The way onto it.</param>
/// <param name="Reports">What it tells.</param>
/// <param name="Prices">Its market, where validation may ask for it; null where validation reads the quotes that reconciliation keeps.</param>
internal sealed record VenuePorts(IOrderEntry OrderEntry, IVenueReports Reports, IReferencePrices? Prices);
