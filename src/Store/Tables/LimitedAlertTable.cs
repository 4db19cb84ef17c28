namespace Pipeline.Store.Tables;

/// <summary>
/// Alerts that an agent can cause as often as it likes. <see cref="MostTold"/> of a minute are told one by one, what comes on top is counted and
/// told of in one: so whoever repeats itself can fill neither the journal nor a person's day.
/// </summary>
public static class LimitedAlertTable
{
    /// <summary>Most that are told of one scope within <see cref="Window"/>.</summary>
    public const int MostTold = 10;

    /// <summary>How long a count runs.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Raises an alert, or counts it when enough of its kind were told of within the minute.</summary>
    /// <returns>Whether it was raised.</returns>
    public static bool Raise(StoreSession session, Alert alert, string scope, string stage, DateTimeOffset now, object data)
    {
        var row = session.QueryFirst<Row>("SELECT scope, since, told, untold FROM limited_alerts WHERE code = @Code AND scope = @scope", new { alert.Code, scope });

        // A clock that was set back ends the minute, too.
        var isNew = row is null || now - row.Since >= Window || now < row.Since;
        if (!isNew && row!.Told >= MostTold)
        {
            session.Execute("UPDATE limited_alerts SET untold = untold + 1 WHERE code = @Code AND scope = @scope", new { alert.Code, scope });
            return false;
        }

        if (isNew)
        {
            TellRest(session, alert, scope, stage, now, row);
        }

        session.Execute(
            """
            INSERT INTO limited_alerts (code, scope, since, told, untold) VALUES (@Code, @scope, @now, 1, 0)
            ON CONFLICT (code, scope) DO UPDATE SET since = CASE WHEN @isNew = 1 THEN excluded.since ELSE limited_alerts.since END,
                told = CASE WHEN @isNew = 1 THEN 1 ELSE limited_alerts.told + 1 END, untold = 0
            """,
            new { alert.Code, scope, now, isNew });
        JournalTable.RaiseAlert(session, alert, scope, stage, now, null, data);
        return true;
    }

    /// <summary>Whether anything was counted that nobody was told of.</summary>
    public static bool IsAnyUntold(StoreSession session) => session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM limited_alerts WHERE untold > 0)");

    /// <summary>Tells in one what was counted within a minute that is over, each scope of an alert for itself.</summary>
    public static void TellRest(StoreSession session, Alert alert, string stage, DateTimeOffset now)
    {
        foreach (var row in session.Query<Row>(
            "SELECT scope, since, told, untold FROM limited_alerts WHERE code = @Code AND untold > 0 AND since <= @before", new { alert.Code, before = now - Window }))
        {
            TellRest(session, alert, row.Scope, stage, now, row);
            session.Execute("UPDATE limited_alerts SET untold = 0 WHERE code = @Code AND scope = @Scope", new { alert.Code, row.Scope });
        }
    }

    private static void TellRest(StoreSession session, Alert alert, string scope, string stage, DateTimeOffset now, Row? row)
    {
        if (row is { Untold: > 0 })
        {
            JournalTable.RaiseAlert(session, alert, scope, stage, now, null, new { row.Since, more = row.Untold });
        }
    }

    private sealed class Row
    {
        public string Scope { get; set; } = "";

        public DateTimeOffset Since { get; set; }

        public long Told { get; set; }

        public long Untold { get; set; }
    }
}
