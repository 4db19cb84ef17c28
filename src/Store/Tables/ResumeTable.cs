namespace Pipeline.Store.Tables;

/// <summary>Halts that one of two people wants to be released, and when each scope was released last.</summary>
public static class ResumeTable
{
    private const string Selection = "SELECT scope, by, why, at, expires_at FROM resume_requests";

    /// <summary>The requests that have not expired.</summary>
    public static IReadOnlyList<ResumeRequest> All(StoreSession session, DateTimeOffset now) =>
        session.Query<ResumeRequest>($"{Selection} WHERE expires_at > @now ORDER BY scope", new { now });

    /// <summary>The request about a scope, unless it has expired.</summary>
    public static ResumeRequest? Find(StoreSession session, string scope, DateTimeOffset now) =>
        session.QueryFirst<ResumeRequest>($"{Selection} WHERE scope = @scope AND expires_at > @now", new { scope, now });

    /// <summary>Records what the first of two people wants.</summary>
    public static void Save(StoreSession session, ResumeRequest request) => session.Execute(
        """
        INSERT INTO resume_requests (scope, by, why, at, expires_at) VALUES (@Scope, @By, @Why, @At, @ExpiresAt)
        ON CONFLICT (scope) DO UPDATE SET by = excluded.by, why = excluded.why, at = excluded.at, expires_at = excluded.expires_at
        """,
        new { request.Scope, request.By, request.Why, request.At, request.ExpiresAt });

    /// <summary>Forgets the request about a scope: it is released, or halted anew, so that what was asked for is something else.</summary>
    public static void Delete(StoreSession session, string scope) => session.Execute("DELETE FROM resume_requests WHERE scope = @scope", new { scope });

    /// <summary>Notes that a scope is released.</summary>
    /// <param name="session">The step.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="haltedBy">Who had halted it.</param>
    /// <param name="now">When.</param>
    public static void SetResumed(StoreSession session, string scope, string haltedBy, DateTimeOffset now) => session.Execute(
        "INSERT INTO resumptions (scope, at, halted_by) VALUES (@scope, @now, @haltedBy) ON CONFLICT (scope) DO UPDATE SET at = excluded.at, halted_by = excluded.halted_by",
        new { scope, now, haltedBy });

    /// <summary>When a scope was released last, where it was halted by one; null when it never was, or last from another halt.</summary>
    public static DateTimeOffset? ResumedAt(StoreSession session, string scope, string haltedBy) =>
        session.QueryFirst<string>("SELECT at FROM resumptions WHERE scope = @scope AND halted_by = @haltedBy", new { scope, haltedBy }) is { } at ? Columns.Time(at) : null;

    /// <summary>When a scope was released last; null when it never was.</summary>
    public static DateTimeOffset? ResumedAt(StoreSession session, string scope) =>
        session.QueryFirst<string>("SELECT at FROM resumptions WHERE scope = @scope", new { scope }) is { } at ? Columns.Time(at) : null;
}

/// <summary>One of two people wants a halt released.</summary>
public sealed class ResumeRequest
{
    public string Scope { get; set; } = "";

    public string By { get; set; } = "";

    public string Why { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>From then on it counts no more.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
