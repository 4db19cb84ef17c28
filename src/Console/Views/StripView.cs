using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Trading.Sessions;

namespace Pipeline.WebConsole.Views;

/// <summary>What every page shows at its head.</summary>
/// <param name="Halts">Halts in force.</param>
/// <param name="VenueWaits">Why the venue is not called now; null when it is.</param>
/// <param name="IsOpen">Whether US equities trade.</param>
public sealed record StripView(int Halts, string? VenueWaits, bool IsOpen)
{
    public static StripView Of(StoreSession session, IHaltFile file, SessionCalendars calendars, ProcessFacts process, DateTimeOffset now) => new(
        HaltView.All(session, file, now).Count,
        process.Checks().GetValueOrDefault("venue", "ok") is var said && said == "ok" ? null : said,
        calendars.Equities.At(now) is SessionStatus.Open);
}
