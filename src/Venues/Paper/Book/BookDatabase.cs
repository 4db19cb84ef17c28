using Dapper;
using Microsoft.Data.Sqlite;

namespace Pipeline.Venues.Paper;

/// <summary>
/// The book's SQLite file, or its stand-in in memory: one connection, one transaction at a time in this process,
/// one writer at a time among processes.
/// </summary>
internal sealed class BookDatabase : IDisposable
{
    private const int SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE orders (seq INTEGER PRIMARY KEY, cl_ord_id TEXT NOT NULL UNIQUE, is_open INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE INDEX orders_open ON orders (seq) WHERE is_open = 1;
        CREATE TABLE reports (seq INTEGER PRIMARY KEY, cl_ord_id TEXT NOT NULL, body TEXT NOT NULL);
        CREATE TABLE calls (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, cl_ord_id TEXT NOT NULL, outcome TEXT NOT NULL);
        CREATE TABLE symbols (symbol TEXT PRIMARY KEY, body TEXT NOT NULL);
        CREATE TABLE positions (symbol TEXT PRIMARY KEY, qty TEXT NOT NULL, last_px TEXT NOT NULL);
        CREATE TABLE account (name TEXT PRIMARY KEY, cash TEXT NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly BookStatements _statements;
    private readonly BookTurns _turns;

    /// <summary>The open orders, for whoever is in a transaction.</summary>
    public OpenBooks Open { get; } = new();

    /// <summary>Opens the book; a new one is made where there is none.</summary>
    public BookDatabase(string path, TimeSpan busyTimeout)
    {
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds)),
        };
        _connection = new SqliteConnection(source.ConnectionString);
        _connection.Open();
        _connection.Execute($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}");
        _connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        _statements = new BookStatements(_connection);
        _turns = new BookTurns(Run);
        InTransaction(CreateOnce);
    }

    /// <summary>
    /// Runs the work in a transaction that has the book to itself, with that of others who came meanwhile. A <see cref="SqliteException"/> proves that
    /// nothing was written, because nothing is before the commit; when the commit itself fails, nobody knows. The task is complete where nobody else is at the book.
    /// </summary>
    /// <exception cref="CommitInDoubtException">The commit failed.</exception>
    public Task<T> InTransactionAsync<T>(Func<BookTables, T> work)
    {
        var pending = new BookWork<T>(work);
        _turns.Add(pending);
        return pending.Done;
    }

    /// <summary>The same for who waits in place.</summary>
    public T InTransaction<T>(Func<BookTables, T> work) => InTransactionAsync(work).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private void Run(IReadOnlyList<BookWork> works)
    {
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            if (TryAll(works, transaction))
            {
                Commit(transaction);
                CompleteAll(works);
                return;
            }
        }
        catch (Exception e)
        {
            Open.Forget();
            FailAll(works, e);
            return;
        }

        // One of several threw: all were undone, and each is done by itself.
        foreach (var work in works)
        {
            Run([work]);
        }
    }

    private bool TryAll(IReadOnlyList<BookWork> works, SqliteTransaction transaction)
    {
        try
        {
            foreach (var work in works)
            {
                work.Do(new BookTables(transaction, _statements));
            }

            return true;
        }
        catch (Exception) when (works.Count > 1)
        {
            Open.Forget();
            return false;
        }
    }

    private static void CompleteAll(IReadOnlyList<BookWork> works)
    {
        foreach (var work in works)
        {
            work.Complete();
        }
    }

    private static void FailAll(IReadOnlyList<BookWork> works, Exception reason)
    {
        foreach (var work in works)
        {
            work.Fail(reason);
        }
    }

    private static void Commit(SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw new CommitInDoubtException("The book's commit failed; it may have taken place.", e);
        }
    }

    private bool CreateOnce(BookTables tables)
    {
        var version = _connection.ExecuteScalar<long>("PRAGMA user_version");
        if (version == 0)
        {
            _connection.Execute($"{Schema} PRAGMA user_version = {SchemaVersion};");
        }

        return version is 0 or SchemaVersion
            ? true
            : throw new InvalidDataException($"The paper book has version {version}, not {SchemaVersion}.");
    }
}

/// <summary>A commit was asked for and its answer is not known.</summary>
public sealed class CommitInDoubtException(string message, Exception inner) : Exception(message, inner);
