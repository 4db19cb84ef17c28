namespace Pipeline.Trading.Sessions;

/// <summary>What to do with an order whose market is closed.</summary>
public enum ClosedMarketPolicy
{
    /// <summary>Deny it.</summary>
    Deny,

    /// <summary>Hold it until the market takes it again, then check everything anew; deny it when it expires before.</summary>
    HoldUntilOpen,

    /// <summary>Send it where the venue keeps it for the next session; where it does not, hold it.</summary>
    SendQueued,
}

/// <summary>Whether an order may go out now, by its market's session. Unknown means closed.</summary>
public static class SessionGate
{
    /// <summary>Denied: the calendar does not speak for that day, so nobody knows.</summary>
    public const string Unknown = "SESSION_UNKNOWN";

    /// <summary>The decision table of docs/sessions.md.</summary>
    /// <param name="session">What the hours mean for the order.</param>
    /// <param name="policy">Its strategy's policy.</param>
    /// <param name="validUntil">When it expires.</param>
    /// <param name="now">The instant.</param>
    public static Verdict Decide(SessionStatus session, ClosedMarketPolicy policy, DateTimeOffset validUntil, DateTimeOffset now) => session switch
    {
        SessionStatus.Open => new Verdict.Accept(),
        SessionStatus.Closed { IsKeptByVenue: true } when policy == ClosedMarketPolicy.SendQueued => new Verdict.Accept(),
        SessionStatus.Closed { NextOpen: { } open } closed when policy != ClosedMarketPolicy.Deny && open < validUntil =>
            new Verdict.Hold(closed.Code, $"reason={closed.Reason}, now={now:O}, next_open={open:O}", open),
        SessionStatus.Closed closed => new Verdict.Deny(
            closed.Code, $"reason={closed.Reason}, now={now:O}, next_open={closed.NextOpen?.ToString("O") ?? "unknown"}{NotHeld(closed, policy, validUntil)}"),
        SessionStatus.NotTaken never => new Verdict.Deny(never.Code, $"reason={never.Reason}, now={now:O}"),
        SessionStatus.Unknown unknown => new Verdict.Deny(Unknown, $"reason={unknown.Reason}, now={now:O}"),
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, "Not a session status"),
    };

    // Whoever has asked for a hold must see why there is none, and what would make one.
    private static string NotHeld(SessionStatus.Closed closed, ClosedMarketPolicy policy, DateTimeOffset validUntil) =>
        policy != ClosedMarketPolicy.Deny && closed.NextOpen is not null
            ? $", not_held=valid_until {validUntil:O} ends before that: give the intent a later one to have it held"
            : "";
}
