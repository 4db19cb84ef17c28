using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Trading.Sessions;

namespace Pipeline.WebConsole.Views;

/// <summary>What every page shows at its head.</summary>
/// <param name="Halts">Halts in force.</param>
/// <param name="Venue">How the way to the venue is, as the processes that call it say.</param>
/// <param name="IsOpen">Whether US equities trade.</param>
public sealed record StripView(int Halts, VenueHealthView Venue, bool IsOpen)
{
    public static StripView Of(StoreSession session, IHaltFile file, SessionCalendars calendars, ProcessFacts process, DateTimeOffset machine, DateTimeOffset now) => new(
        HaltView.All(session, file, now).Count,
        VenueHealthView.Of(session, process.Venue, machine),
        calendars.Equities.At(now) is SessionStatus.Open);
}
