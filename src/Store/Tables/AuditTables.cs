namespace Pipeline.Store.Tables;

/// <summary>How far the chain's head was exported.</summary>
public static class AuditExportTable
{
    /// <summary>The last sequence that a target was given; 0 before the first.</summary>
    public static long LastSeq(StoreSession session, string target) =>
        session.Scalar<long>("SELECT coalesce(max(last_seq), 0) FROM audit_exports WHERE target = @target", new { target });

    public static void Save(StoreSession session, string target, long lastSeq, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO audit_exports (target, last_seq, exported_at) VALUES (@target, @lastSeq, @now)
        ON CONFLICT (target) DO UPDATE SET last_seq = excluded.last_seq, exported_at = excluded.exported_at
        """,
        new { target, lastSeq, now });
}

/// <summary>What is wrong with the audit now. Raised once, by whoever finds it first.</summary>
public static class AuditConditionTable
{
    /// <summary>False when it is known already.</summary>
    public static bool TryBegin(StoreSession session, Alert alert, string scope, DateTimeOffset now) => session.Execute(
        "INSERT INTO audit_conditions (code, scope, since) VALUES (@Code, @scope, @now) ON CONFLICT DO NOTHING", new { alert.Code, scope, now }) == 1;

    public static void End(StoreSession session, Alert alert, string scope) =>
        session.Execute("DELETE FROM audit_conditions WHERE code = @Code AND scope = @scope", new { alert.Code, scope });

    /// <summary>Ends all of an alert that began before an instant.</summary>
    public static void EndBefore(StoreSession session, Alert alert, DateTimeOffset before) =>
        session.Execute("DELETE FROM audit_conditions WHERE code = @Code AND since < @before", new { alert.Code, before });

    /// <summary>What an alert is known of.</summary>
    public static IReadOnlyList<string> Scopes(StoreSession session, Alert alert) =>
        session.Query<string>("SELECT scope FROM audit_conditions WHERE code = @Code", new { alert.Code });

    public static bool Exists(StoreSession session, Alert alert) =>
        session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM audit_conditions WHERE code = @Code)", new { alert.Code });

    public static bool Exists(StoreSession session, Alert alert, string scope) =>
        session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM audit_conditions WHERE code = @Code AND scope = @scope)", new { alert.Code, scope });
}
