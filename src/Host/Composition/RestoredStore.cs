using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Composition;

/// <summary>Marks a store that came from a backup, before anything runs on it.</summary>
internal static class RestoredStore
{
    /// <summary>What the venue did just before the newest entry may be missing too: the entry and the call it speaks of are not one.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Begins the restored state, unless an earlier start has begun it and nobody has ended it.</summary>
    public static void Begin(SqliteDatabase database, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var session = new StoreSession(connection, transaction);
        if (RestorationTable.Active(session) is null)
        {
            var since = (JournalTable.LatestTime(session) ?? now) - Overlap;
            RestorationTable.Begin(session, now, since);
            JournalTable.RaiseAlert(session, "STORE_RESTORED", "page", "store", Stages.Operator, now, null, new { since });
        }

        transaction.Commit();
    }
}
