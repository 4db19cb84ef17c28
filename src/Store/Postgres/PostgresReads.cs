using System.Data;

namespace Pipeline.Store.Postgres;

/// <summary>Reads on connections of the pool. One that meets a server that is gone is read again, on a connection that is new.</summary>
internal sealed class PostgresReads(PostgresDatabase database)
{
    /// <summary>One statement, or several that see a state each, in as few as can be: no transaction is needed.</summary>
    public T AtOnce<T>(Func<StoreSession, T> query) => Twice(() =>
    {
        using var connection = database.Connect();
        var session = new StoreSession(connection, null);
        connection.Pipe.OpenForReads();
        try
        {
            LookingAhead.AsOne(connection.Pipe, session, session => query(session));
            return query(session);
        }
        finally
        {
            connection.Pipe.Close();
        }
    });

    /// <summary>Statements that see one state.</summary>
    public T InSnapshot<T>(Func<StoreSession, T> query) => Twice(() =>
    {
        using var connection = database.Connect();
        using var transaction = connection.Begin(IsolationLevel.RepeatableRead);
        var answer = query(new StoreSession(connection, transaction));
        transaction.Rollback();
        return answer;
    });

    /// <summary>What a turn names, while nobody writes it; null for the whole store.</summary>
    public T InTurn<T>(IReadOnlyList<string>? names, Func<StoreSession, T> query) => Twice(() =>
    {
        using var connection = database.Connect();
        using var transaction = connection.Begin(IsolationLevel.ReadCommitted);
        PostgresTurns.Begin(connection, names is null, names ?? []);

        // Alone: callers are on threads of the pool (PostgresPipe.Ahead).
        connection.Pipe.Flush();
        return query(new StoreSession(connection, transaction));
    });

    private T Twice<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (PostgresErrors.IsLost(e))
        {
            database.Forget();
        }
        catch (Exception e) when (PostgresErrors.IsUnavailable(e))
        {
            throw Away(e);
        }

        try
        {
            return read();
        }
        catch (Exception e) when (PostgresErrors.IsUnavailable(e))
        {
            throw Away(e);
        }
    }

    private StoreUnavailableException Away(Exception e) => new($"The store {database.Name} can't be read: {e.Message}", e);
}
