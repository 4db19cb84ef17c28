using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.WebConsole.Views;

/// <summary>When markets trade.</summary>
public sealed record SessionsView(IReadOnlyList<MarketRow> Markets, MarketStatusView Status, VenueHealthView Venue)
{
    public static SessionsView Of(StoreSession session, SessionCalendars calendars, ProcessFacts process, DateTimeOffset machine, DateTimeOffset now)
    {
        var status = MarketStatusView.Of(session, process.Venue, now);
        return new SessionsView(
            [
                .. KnownMarkets.Codes.Select(code => calendars[code]).Select(calendar => new MarketRow(
                    calendar, calendar.At(now), SessionPhases.At(calendar, now), [.. status.Markets.Where(said => said.Market == calendar.Market)])),
            ],
            status,
            VenueHealthView.Of(session, process.Venue, machine));
    }
}

/// <summary>A market.</summary>
public sealed record MarketRow(ISessionCalendar Calendar, SessionStatus Status, SessionPhase Phase, IReadOnlyList<MarketView> Said);
