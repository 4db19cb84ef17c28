using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Pipeline.Store.Postgres;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using SQLitePCL;

namespace Pipeline.Store;

/// <summary>
/// One step's view of the store: a connection inside a transaction. Lives no longer than the step. Dapper is told that everything is a
/// statement, since it would look through each of them otherwise for whether it is the name of a procedure.
/// </summary>
public sealed class StoreSession(DbConnection connection, DbTransaction? transaction)
{
    static StoreSession() => Columns.RegisterTypes();

    /// <summary>How its store is asked.</summary>
    internal Dialect Dialect { get; } = Dialect.Of(connection);

    /// <summary>The time that all processes of the store agree on, for duties that one of them has. The market's time is another.</summary>
    public DateTimeOffset Now => Dialect.Now(this);

    /// <summary>Goes on with whatever is written: as long as it stays the same, nothing was.</summary>
    internal long Changes => connection is PostgresConnection remote ? remote.Pipe.Writes : raw.sqlite3_total_changes(File);

    /// <summary>The number that SQLite has given the row that was added last.</summary>
    internal long NewestRow => raw.sqlite3_last_insert_rowid(File);

    private sqlite3 File => connection switch
    {
        PreparedConnection prepared => prepared.Handle,
        SqliteConnection plain => plain.Handle!,
        var other => throw new InvalidOperationException($"Of {other.GetType().Name} nobody knows what was written"),
    };

    /// <summary>
    /// Writes, where nobody asks what it has changed. A store behind a wire sends it with whatever is sent next, at the latest with the commit, and with others that are written alike; so
    /// what is wrong with it shows there.
    /// </summary>
    public void Write(string sql, object? parameters = null)
    {
        if (connection is PostgresConnection remote)
        {
            remote.Pipe.Later(() => Execute(sql, parameters));
        }
        else
        {
            Execute(sql, parameters);
        }
    }

    /// <summary>The same, where somebody asks after the step what it has changed.</summary>
    public Written Save(string sql, object? parameters = null)
    {
        if (connection is PostgresConnection remote)
        {
            return remote.Pipe.LaterAsked(() => Execute(sql, parameters));
        }

        var rows = Execute(sql, parameters);
        return new Written(() => rows);
    }

    /// <summary>
    /// Says what is going to be read, so that a store behind a wire fetches all of it in one go; another does nothing. What was not fetched yet reads as nothing
    /// here, and is read again when it is its turn. To have said too little or too much costs time alone.
    /// </summary>
    /// <param name="reads">Reads it.</param>
    /// <param name="entries">How many entries are going to be added to the journal, as far as that is known.</param>
    public void Ahead(Action<StoreSession> reads, int entries = 0)
    {
        if (connection is PostgresConnection remote)
        {
            remote.Pipe.Draw(JournalTable.Sequence, entries);
            remote.Pipe.Ahead(() => reads(this));
        }
    }

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction, commandType: CommandType.Text);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) =>
        connection.Query<T>(sql, parameters, transaction, commandType: CommandType.Text).AsList();

    public T? QueryFirst<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefault<T>(sql, parameters, transaction, commandType: CommandType.Text);

    /// <summary>
    /// Reads what need not be newer than when the steps that share a commit began: the first of them that asks reads it for all, where a store is behind a wire.
    /// </summary>
    internal T? Once<T>(string name, Func<T?> read) => connection is PostgresConnection remote ? remote.Pipe.Once(name, read) : read();

    /// <summary>
    /// Reads of one table what is asked for more than once: what the transaction has read stands until it writes there. A store behind a wire has others write meanwhile and reads again.
    /// </summary>
    /// <param name="table">The table, and no other is read.</param>
    /// <param name="key">What is asked for: the same of a table is read alike.</param>
    /// <param name="read">Reads it. What it returns is everybody's, and nobody changes it.</param>
    internal T Kept<T>(string table, object key, Func<T> read) => connection is PreparedConnection prepared ? prepared.Reads.Of(table, key, read) : read();

    /// <summary>Writes to a row of which all that is kept is known afterwards, too.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">Under which it is kept.</param>
    /// <param name="then">What stands there then, of what stood there.</param>
    /// <param name="write">Writes it.</param>
    internal void KeepOn<T>(string table, object key, Func<T, T> then, Action write)
        where T : class
    {
        var reads = (connection as PreparedConnection)?.Reads;
        var kept = reads?.Find<T>(table, key);
        write();
        if (kept is not null)
        {
            reads!.Put(table, key, then(kept));
        }
    }

    /// <summary>A number of a sequence that was drawn ahead; null where there is none.</summary>
    internal long? TakeDrawn(string sequence) => connection is PostgresConnection remote ? remote.Pipe.TakeDrawn(sequence) : null;

    public T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction, commandType: CommandType.Text);
}
