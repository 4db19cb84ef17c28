using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Store.Steps;

/// <summary>
/// Records what became of the overrides file. Every process reads it for itself; what one of them has recorded the others do not record again.
/// </summary>
public static class OverridesStep
{
    private const string Stage = "sessions";

    /// <summary>Records that other overrides are in force.</summary>
    /// <returns>False when that is known already.</returns>
    public static bool Taken(StoreSession session, SessionOverrides overrides, string file, DateTimeOffset now)
    {
        StandingAlertTable.End(session, Alert.SessionOverridesRefused);
        var before = session.Scalar<string>("SELECT version FROM session_overrides");
        if (before == overrides.Version)
        {
            // The file is whole again as it was; should it break as before, that is news.
            session.Execute("UPDATE session_overrides SET refused = NULL WHERE refused IS NOT NULL");
            return false;
        }

        session.Execute("UPDATE session_overrides SET version = @Version, refused = NULL", new { overrides.Version });
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.SessionOverridesChanged, null, null, Stage, null,
            Columns.Json(new { overrides.Change.By, overrides.Change.Why, file, before, overrides.Version, days = overrides.Described() })));
        return true;
    }

    /// <summary>Records, and raises, that the file can't be used.</summary>
    /// <param name="session">The step.</param>
    /// <param name="text">A short name of what was refused: the same for the same text.</param>
    /// <param name="file">The file.</param>
    /// <param name="error">Why.</param>
    /// <param name="now">When.</param>
    /// <returns>False when that is known already.</returns>
    public static bool Refused(StoreSession session, string text, string file, string error, DateTimeOffset now)
    {
        if (session.Execute("UPDATE session_overrides SET refused = @text WHERE refused IS DISTINCT FROM @text", new { text }) == 0)
        {
            return false;
        }

        var inForce = session.Scalar<string>("SELECT version FROM session_overrides");
        JournalTable.RaiseAlert(session, Alert.SessionOverridesRefused, file, Stage, now, null, new { file, error, in_force = inForce });
        return true;
    }
}
