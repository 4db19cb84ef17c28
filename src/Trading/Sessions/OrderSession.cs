using NodaTime;
using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions;

/// <summary>What the market's hours mean for one order at one instant, by its type and time in force.</summary>
/// <param name="Status">Open when the market takes such an order now.</param>
/// <param name="Until">While it does: the first instant at which it does not any more.</param>
public sealed record OrderSession(SessionStatus Status, DateTimeOffset? Until)
{
    /// <summary>Denied: nobody takes an order with this time in force there, ever.</summary>
    public const string TimeInForceNotTaken = "SESSION_TIME_IN_FORCE";

    /// <summary>Denied: with this time in force no order of this type is taken.</summary>
    public const string OrderTypeNotTaken = "SESSION_ORDER_TYPE";

    /// <summary>The market takes such orders at other times.</summary>
    public const string Closed = "SESSION_CLOSED";

    /// <summary>The market is about to close, and <c>session.close_buffer</c> keeps a distance.</summary>
    public const string Closing = "SESSION_CLOSING";

    /// <summary>The auction of this session takes no order any more.</summary>
    public const string Cutoff = "SESSION_CUTOFF";

    private readonly record struct Window(DateTimeOffset From, DateTimeOffset Until, string Code, string After);

    /// <summary>Works it out.</summary>
    /// <param name="calendar">The market.</param>
    /// <param name="venue">Where the order goes.</param>
    /// <param name="timeInForce">How long it stands.</param>
    /// <param name="type">Its type as it is sent: a slippage limit makes a market order a limit order.</param>
    /// <param name="closeBuffer">
    /// How long before the end of trading nothing is sent any more; an auction's cut-off is distance enough, and a market that trades on after
    /// the session does not end.
    /// </param>
    /// <param name="now">The instant.</param>
    public static OrderSession Of(
        ISessionCalendar calendar, VenueHours venue, TimeInForce timeInForce, OrdType type, TimeSpan closeBuffer, DateTimeOffset now)
    {
        var core = calendar.At(now);
        if (core is SessionStatus.Unknown)
        {
            return new(core, null);
        }

        if (NotTaken(calendar, venue, timeInForce, type, now) is { } never)
        {
            return new(never, null);
        }

        var found = timeInForce is TimeInForce.Opg or TimeInForce.Cls or TimeInForce.ExtendedHours
            ? InWindows(calendar, session => WindowOf(session, venue, timeInForce, closeBuffer), now)
            : InCore(calendar, core, closeBuffer, now);
        return found.Status is SessionStatus.Closed closed && core is SessionStatus.Closed && IsKept(calendar, venue, timeInForce, now)
            ? found with { Status = closed with { IsKeptByVenue = true } }
            : found;
    }

    private static SessionStatus.NotTaken? NotTaken(
        ISessionCalendar calendar, VenueHours venue, TimeInForce timeInForce, OrdType type, DateTimeOffset now) => timeInForce switch
    {
        _ when !venue.Takes.Contains(timeInForce) => new(TimeInForceNotTaken, $"the venue takes no {Word(timeInForce)}"),
        TimeInForce.Opg or TimeInForce.Cls or TimeInForce.ExtendedHours when calendar.NotOverAt(now)?.Extended is null =>
            new(TimeInForceNotTaken, $"{calendar.Market} has no known hours for {Word(timeInForce)}"),
        TimeInForce.ExtendedHours when type != OrdType.Limit => new(OrderTypeNotTaken, "outside the core session only limit orders are taken"),
        TimeInForce.Opg or TimeInForce.Cls when type is not (OrdType.Market or OrdType.Limit) =>
            new(OrderTypeNotTaken, "auctions take market and limit orders only"),
        _ => null,
    };

    private static OrderSession InCore(ISessionCalendar calendar, SessionStatus core, TimeSpan closeBuffer, DateTimeOffset now)
    {
        if (core is not SessionStatus.Open { Session: var session })
        {
            return new(core, null);
        }

        // Where the next session follows at once, as one UTC day the other, the market does not close.
        var next = calendar.NotOverAt(session.End)?.Open;
        var last = next == session.Close ? session.Close : session.Close - closeBuffer;
        return now >= last
            ? new(new SessionStatus.Closed(next, $"less than {closeBuffer} before the close") { Code = Closing }, null)
            : new(core, session.Break is { } pause && now < pause.Start ? pause.Start : last);
    }

    // A session's window may be over while the session is on, as the opening auction's is; then the next session's counts.
    private static OrderSession InWindows(ISessionCalendar calendar, Func<TradingSession, Window> windowOf, DateTimeOffset now)
    {
        var missed = default(Window?);
        for (var session = calendar.NotOverAt(now); session is not null; session = calendar.NotOverAt(session.End))
        {
            var window = windowOf(session);
            if (now >= window.Until)
            {
                missed = window;
                continue;
            }

            return now >= window.From
                ? new(new SessionStatus.Open(session), window.Until)
                : new(new SessionStatus.Closed(window.From, missed?.After ?? "before trading") { Code = missed?.Code ?? Closed }, null);
        }

        return new(new SessionStatus.Closed(null, "after the last session that is known"), null);
    }

    private static Window WindowOf(TradingSession session, VenueHours venue, TimeInForce timeInForce, TimeSpan closeBuffer)
    {
        var extended = session.Extended!;
        var venueCutoff = session.Close - venue.ClosingCutoff;
        return timeInForce switch
        {
            TimeInForce.Opg => new(extended.Open, extended.OpeningCutoff, Cutoff, "the opening auction takes no more orders"),
            TimeInForce.Cls => new(
                extended.Open, venueCutoff < extended.ClosingCutoff ? venueCutoff : extended.ClosingCutoff, Cutoff, "the closing auction takes no more orders"),
            _ => new(extended.Open, extended.Close - closeBuffer, Closing, $"less than {closeBuffer} before the end of trading"),
        };
    }

    private static bool IsKept(ISessionCalendar calendar, VenueHours venue, TimeInForce timeInForce, DateTimeOffset now)
    {
        // Inside a session the market is closed for a break, and nobody says what becomes of an order then.
        var isInside = calendar.NotOverAt(now) is { } session && session.Open <= now && now < session.Close;
        return !isInside && venue.Keeps(timeInForce, Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[calendar.Zone]).TimeOfDay);
    }

    private static string Word(TimeInForce timeInForce) => Intents.Words.Of(timeInForce);
}
