namespace Pipeline.Trading.Sessions;

/// <summary>What to do with an order whose market is closed.</summary>
public enum ClosedMarketPolicy
{
    /// <summary>Deny it.</summary>
    Deny,

    /// <summary>Hold it until the next open, then check everything anew; deny it when it expires before.</summary>
    HoldUntilOpen,
}

/// <summary>Whether an order may go out now, by its market's session. Unknown means closed.</summary>
public static class SessionGate
{
    public static Verdict Decide(SessionStatus session, ClosedMarketPolicy policy, DateTimeOffset validUntil, DateTimeOffset now) => session switch
    {
        SessionStatus.Open => new Verdict.Accept(),
        SessionStatus.Closed { NextOpen: { } open } closed when policy == ClosedMarketPolicy.HoldUntilOpen && open < validUntil =>
            new Verdict.Hold("SESSION_CLOSED", $"reason={closed.Reason}, now={now:O}, next_open={open:O}", open),
        SessionStatus.Closed closed =>
            new Verdict.Deny("SESSION_CLOSED", $"reason={closed.Reason}, now={now:O}, next_open={closed.NextOpen?.ToString("O") ?? "unknown"}"),
        SessionStatus.Unknown unknown => new Verdict.Deny("SESSION_UNKNOWN", $"reason={unknown.Reason}, now={now:O}"),
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, "Not a session status"),
    };
}
