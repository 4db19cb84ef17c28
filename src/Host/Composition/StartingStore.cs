using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Composition;

/// <summary>Steps on a store that must be durable before anything of the process runs.</summary>
internal static class StartingStore
{
    public static void Step(SqliteDatabase database, Action<StoreSession> step)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        step(new StoreSession(connection, transaction));
        transaction.Commit();
    }
}
