using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// The store of a simulation: one connection, every step runs at once on the caller's thread. Same tables, same
/// transactions, no thread of its own, so that a run is repeatable. Callers of several threads take turns.
/// </summary>
public sealed class InlineStore : IStore, IDisposable
{
    /// <summary>An empty database with every table. Copying it is a hundred times faster than migrating anew.</summary>
    private static readonly Lazy<SqliteConnection> Empty = new(() =>
    {
        var database = new SqliteDatabase("file:inline-template?mode=memory&cache=shared");
        var connection = database.Open();
        database.Migrate();
        return connection;
    });

    private readonly SqliteConnection inner;
    private readonly PreparedConnection connection;
    private readonly Lock oneAtATime = new();
    private bool isClosed;

    /// <param name="path">A file, or a new in-memory database when null.</param>
    public InlineStore(string? path = null)
    {
        var database = new SqliteDatabase(path ?? ":memory:");
        inner = database.Open();
        connection = new PreparedConnection(inner);
        if (path is null)
        {
            lock (Empty)
            {
                Empty.Value.BackupDatabase(inner);
            }
        }
        else
        {
            database.Migrate();
        }

        Set("PRAGMA synchronous=OFF");
    }

    /// <summary>Counts the rows that were written: as long as it stays the same, nothing in the store has changed.</summary>
    public long Changes => raw.sqlite3_total_changes(inner.Handle);

    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var turnOfThisThread = oneAtATime.EnterScope();
        ObjectDisposedException.ThrowIf(isClosed, this);
        using var transaction = connection.Begin(write: true);
        var answer = step(new StoreSession(connection, transaction));
        transaction.Commit();
        return Task.FromResult(answer);
    }

    public void RideAlong(Action<StoreSession> step) => this.WriteAsync(Turn.Shared, step).GetAwaiter().GetResult();

    public T Read<T>(Func<StoreSession, T> query)
    {
        lock (oneAtATime)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            return query(new StoreSession(connection, null));
        }
    }

    /// <summary>Makes another store the same as this one is now. Nobody may be using either.</summary>
    public void CopyTo(InlineStore other) => inner.BackupDatabase(other.inner);

    /// <summary>Lets whoever is at it end. Who comes later is told that it is closed.</summary>
    public void Dispose()
    {
        lock (oneAtATime)
        {
            isClosed = true;
            connection.Dispose();
        }

        // Pooled connections would keep a file open for as long as the process lives.
        SqliteConnection.ClearPool(inner);
    }

    private void Set(string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }
}
