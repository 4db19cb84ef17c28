using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The paper venue, in this process, with its book in a folder of its own.</summary>
internal sealed class PaperConformance : ConformanceVenue
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("conformance-");
    private readonly PaperVenue venue;

    public PaperConformance() => venue = Open();

    public override TimeProvider Clock { get; } = new StartedClock(StartedClock.TenInNewYork);

    public override IOrderEntry OrderEntry => venue;

    public override IVenueReports Reports => venue;

    public override bool TakesCommission => true;

    public override string Symbol => "AAPL";

    public override IVenueReports NewProcess() => Open();

    public override ValueTask DisposeAsync()
    {
        venue.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private PaperVenue Open()
    {
        var calendars = SessionCalendars.Default;
        return new PaperVenue(
            new PaperVenueOptions { Database = Path.Combine(folder.FullName, "paper.db"), CommissionBps = 1 },
            new InSessionQuotes(new RandomWalkQuotes(1), calendars.IsOpen), Clock, calendars.CloseFor);
    }
}
