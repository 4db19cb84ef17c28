using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Composition;

/// <summary>Marks a store that came from a backup, before anything runs on it.</summary>
internal static class RestoredStore
{
    public static void Begin(SqliteDatabase database, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        RestoredState.Begin(new StoreSession(connection, transaction), now);
        transaction.Commit();
    }
}
