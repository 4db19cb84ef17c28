using Pipeline.Trading.Sessions;

namespace Pipeline.WebConsole.Parts;

/// <summary>What a calendar says, for people.</summary>
internal static class SessionWords
{
    public static string Of(SessionStatus status, DateTimeOffset now) => status switch
    {
        SessionStatus.Open open => $"open, closes {At(open.Session.Close, now)}",
        SessionStatus.Closed { NextOpen: { } next } closed => $"closed ({closed.Reason}), opens {At(next, now)}",
        SessionStatus.Closed closed => $"closed ({closed.Reason})",
        SessionStatus.NotTaken never => never.Reason,
        SessionStatus.Unknown unknown => $"unknown, which counts as closed: {unknown.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status"),
    };

    /// <summary>As <see cref="Of(SessionStatus, DateTimeOffset)"/>, and of a market that trades on when its day ends says so.</summary>
    public static string Of(ISessionCalendar calendar, SessionStatus status, DateTimeOffset now) =>
        status is SessionStatus.Open { Session.Close: var close } && calendar.At(close) is SessionStatus.Open
            ? $"open; its day ends {At(close, now)}, and trading goes on"
            : Of(status, now);

    public static Tone ToneOf(SessionStatus status) => status is SessionStatus.Open ? Tone.Good : status is SessionStatus.Unknown ? Tone.Bad : Tone.Idle;

    private static string At(DateTimeOffset at, DateTimeOffset now) => at == DateTimeOffset.MaxValue || at - now > TimeSpan.FromDays(3650)
        ? "never"
        : $"{(at.UtcDateTime.Date == now.UtcDateTime.Date ? "" : $"{Words.Day(at)} ")}{at.UtcDateTime:HH:mm} UTC, in {Words.Span(at - now)}";
}
