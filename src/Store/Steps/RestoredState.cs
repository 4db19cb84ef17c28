using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>Marks a store that came from a backup, before anything runs on it.</summary>
public static class RestoredState
{
    /// <summary>What the venue did just before the newest entry may be missing too: the entry and the call it speaks of are not one.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Begins the restored state, unless an earlier start has begun it and nobody has ended it.</summary>
    public static void Begin(StoreSession session, DateTimeOffset now)
    {
        if (RestorationTable.Active(session) is null)
        {
            var since = (JournalTable.LatestTime(session) ?? now) - Overlap;
            RestorationTable.Begin(session, now, since);
            JournalTable.RaiseAlert(session, Alert.StoreRestored, "store", Stages.Operator, now, null, new { since });
        }
    }
}
