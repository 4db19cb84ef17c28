namespace Pipeline.Store.Tables;

/// <summary>
/// Alerts that stand in the worklist by themselves: one for each code and scope, from its first raise until what it is about has ended or a person has
/// acknowledged it. What they were and who acknowledged them is in the journal.
/// </summary>
public static class StandingAlertTable
{
    private const string Selection = "SELECT id, code, scope, cl_ord_id, first_at, last_at, times FROM standing_alerts";

    /// <summary>Notes that an alert was raised, once more where it stands already.</summary>
    public static void Raise(StoreSession session, Alert alert, string scope, string? clOrdId, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO standing_alerts (code, scope, cl_ord_id, first_at, last_at, times) VALUES (@Code, @scope, @clOrdId, @now, @now, 1)
        ON CONFLICT (code, scope) DO UPDATE SET last_at = excluded.last_at, times = standing_alerts.times + 1
        """,
        new { alert.Code, scope, clOrdId, now });

    /// <summary>What an alert is about has ended, in one scope, or in all of them.</summary>
    public static void End(StoreSession session, Alert alert, string? scope = null) =>
        session.Execute("DELETE FROM standing_alerts WHERE code = @Code AND (@scope IS NULL OR scope = @scope)", new { alert.Code, scope });

    /// <summary>A person has acknowledged it.</summary>
    public static void Remove(StoreSession session, long id) => session.Execute("DELETE FROM standing_alerts WHERE id = @id", new { id });

    public static StandingAlert? Find(StoreSession session, long id) => session.QueryFirst<StandingAlert>($"{Selection} WHERE id = @id", new { id });

    /// <summary>All that stand, the oldest first. A market's halt that is over by its own time stands no more.</summary>
    public static IReadOnlyList<StandingAlert> All(StoreSession session, DateTimeOffset now) =>
        [.. session.Query<StandingAlert>($"{Selection} ORDER BY first_at, id").Where(alert => alert.Code != Alert.MarketHalted.Code || IsHalted(session, alert.Scope, now))];

    private static bool IsHalted(StoreSession session, string market, DateTimeOffset now) =>
        MarketStatusTable.Of(session, market).Any(said => said.Status == Messages.Fix.TradSesStatus.Halted && (said.Until is null || now < said.Until));
}

/// <summary>An alert that stands in the worklist.</summary>
public sealed class StandingAlert
{
    /// <summary>Its number, by which it is acknowledged; never given twice.</summary>
    public long Id { get; set; }

    /// <summary>Which alert.</summary>
    public string Code { get; set; } = "";

    /// <summary>What it is about: a ClOrdId, a venue, a market, a file.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The order it is about, if one.</summary>
    public string? ClOrdId { get; set; }

    /// <summary>When it was raised first since it stands.</summary>
    public DateTimeOffset FirstAt { get; set; }

    /// <summary>When it was raised last.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>How often it was raised.</summary>
    public int Times { get; set; }
}
