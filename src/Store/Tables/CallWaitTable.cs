namespace Pipeline.Store.Tables;

/// <summary>
/// What orders and cancels wait for before they may call a venue. Whoever calls it says so while any waits, and the whole line behind waits for the same.
/// </summary>
public static class CallWaitTable
{
    /// <summary>The venue's rate is used up, or it wants to be left alone: cancels and orders go out one after the other, as permits come.</summary>
    public const string RatePermit = "RATE_PERMIT";

    // Said every second or two; a process that is gone says nothing.
    private static readonly TimeSpan Standing = TimeSpan.FromSeconds(10);

    /// <summary>Says what they wait for now.</summary>
    public static void Say(StoreSession session, string venue, string code, string detail, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO call_waits (venue, code, detail, at) VALUES (@venue, @code, @detail, @now)
        ON CONFLICT (venue) DO UPDATE SET code = excluded.code, detail = excluded.detail, at = excluded.at
        """,
        new { venue, code, detail, now });

    /// <summary>What they wait for; null when nobody has said for some seconds that any waits.</summary>
    public static CallWait? Find(StoreSession session, string venue, DateTimeOffset now) =>
        session.QueryFirst<CallWait>("SELECT code, detail, at FROM call_waits WHERE venue = @venue", new { venue }) is { } wait && (now - wait.At).Duration() < Standing ? wait : null;
}

/// <summary>What new orders wait for before they may call a venue.</summary>
public sealed class CallWait
{
    /// <summary>Stable: <see cref="CallWaitTable.RatePermit"/>, or why the venue is left alone.</summary>
    public string Code { get; set; } = "";

    /// <summary>The same in full.</summary>
    public string Detail { get; set; } = "";

    /// <summary>When it was said last.</summary>
    public DateTimeOffset At { get; set; }
}
