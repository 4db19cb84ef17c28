using Dapper;
using Microsoft.Data.Sqlite;

namespace Pipeline.Venues.Paper;

/// <summary>
/// The book's SQLite file, or its stand-in in memory: one connection, one caller at a time in this process,
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
    private readonly Lock _gate = new();

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
        InTransaction(CreateOnce);
    }

    /// <summary>
    /// Runs the work in one transaction that has the book to itself. A <see cref="SqliteException"/> proves that
    /// nothing was written, because nothing is before the commit; when the commit itself fails, nobody knows.
    /// </summary>
    /// <exception cref="CommitInDoubtException">The commit failed.</exception>
    public T InTransaction<T>(Func<BookTables, T> work)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            try
            {
                var result = work(new BookTables(transaction, _statements));
                Commit(transaction);
                return result;
            }
            catch
            {
                Open.Forget();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
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
