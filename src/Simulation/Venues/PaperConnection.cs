using Pipeline.Simulation.Processes;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.Venues;

/// <summary>The paper venue, in the simulation's own process: it answers before a call returns.</summary>
internal sealed class PaperConnection(SimulationSettings settings, IQuoteSource quotes, TimeProvider clock) : IVenueConnection
{
    private readonly PaperVenue venue = new(
        new PaperVenueOptions { Database = PaperVenueOptions.InMemory, Account = settings.Intake.Account, StartingCash = settings.StartingCash },
        new InSessionQuotes(quotes, settings.Calendars.IsOpen),
        clock,
        settings.Calendars.CloseFor);

    public VenuePorts ConnectTo(SimulatedProcess process, TimeProvider clock) => new(venue, venue, new PaperReferencePrices(quotes));

    public void Dispose() => venue.Dispose();
}
