namespace Pipeline.Trading.Sessions;

/// <summary>The part of a trading day that an instant lies in.</summary>
public enum SessionPhase
{
    /// <summary>Outside everything, or unknown, which counts as closed.</summary>
    Closed,

    /// <summary>Trading before the core session.</summary>
    Pre,

    /// <summary>The core session.</summary>
    Core,

    /// <summary>A pause inside the core session.</summary>
    Break,

    /// <summary>Trading after the core session.</summary>
    Post,
}

/// <summary>Tells phases apart.</summary>
public static class SessionPhases
{
    /// <summary>The phase of a market at an instant.</summary>
    public static SessionPhase At(ISessionCalendar calendar, DateTimeOffset instant) => (calendar.At(instant), calendar.NotOverAt(instant)) switch
    {
        (SessionStatus.Open, _) => SessionPhase.Core,
        (SessionStatus.Unknown, _) or (_, null) => SessionPhase.Closed,
        (_, var session) when session.Open <= instant && instant < session.Close => SessionPhase.Break,
        (_, var session) when instant < session.Open => session.Extended?.Open <= instant ? SessionPhase.Pre : SessionPhase.Closed,
        _ => SessionPhase.Post,
    };
}
