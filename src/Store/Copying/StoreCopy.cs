using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Pipeline.Store.Postgres;
using Pipeline.Store.Writing;

namespace Pipeline.Store.Copying;

/// <summary>
/// Copies an installation from SQLite to PostgreSQL: one state of the file, all of it or nothing. Rows are copied as they stand, so that what was sealed
/// stays sealed, and sequences go on where the file's have come to. Nobody else may have the file open, and it is marked as moved before the copy is whole:
/// of the two there is never one moment at which a process would start on both.
/// </summary>
/// <param name="from">The file, of this version.</param>
/// <param name="to">The database, migrated and with nothing in it.</param>
/// <param name="machine">The machine's clock.</param>
public sealed class StoreCopy(SqliteDatabase from, PostgresDatabase to, TimeProvider machine)
{
    private const int ToldEvery = 100_000;

    /// <summary>How long the server may take over one answer: the end of a large table is one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Of what happens in a database that is migrated and not used, this is all.</summary>
    private static readonly string[] MadeByMigration = ["session_overrides"];

    /// <summary>What is said of the file itself.</summary>
    private const string Mark = "moved_to";

    /// <summary>Copies everything.</summary>
    /// <param name="tell">Told of each table, and now and then of a large one: how many of its rows are copied, of how many.</param>
    /// <returns>How many rows there are of each table.</returns>
    /// <exception cref="StoreUnavailableException">
    /// One of them can't be used, the file is open somewhere or was copied before, or the database has something in it: nothing was copied. Or the end of the copy was not
    /// confirmed, and the file is marked as moved.
    /// </exception>
    public IReadOnlyDictionary<string, long> Run(Action<string, long, long> tell)
    {
        using var source = from.OpenAlone();
        using var reading = source.BeginTransaction(deferred: false);
        var file = new StoreSession(source, reading);
        using var target = to.Connect();
        using var writing = target.Begin(IsolationLevel.ReadCommitted);
        var session = new StoreSession(target, writing);
        PostgresTurns.Begin(target, isAlone: true, []);

        // The server waits while a large table is counted, and may take as long over the end of one.
        session.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        var tables = Tables(session);
        ThrowIfOther(tables, file);
        ThrowIfMoved(file);
        ThrowIfUsed(tables, session);
        MadeByMigration.AsList().ForEach(table => session.Execute($"DELETE FROM {table}"));
        var copied = tables.Where(table => table.Name != Mark).ToDictionary(table => table.Name, table => Copy(table, source, reading, target.Inner, tell));
        GoOn(session, source, reading);
        MovedStore.Mark(file, to.Name, machine.GetUtcNow());
        reading.Commit();
        Commit(writing);
        return copied;
    }

    private void Commit(IDbTransaction writing)
    {
        try
        {
            writing.Commit();
        }
        catch (NpgsqlException e)
        {
            throw new StoreUnavailableException(
                $"{to.Name} did not confirm that it has the copy ({e.Message}), and {from.Path} is marked as moved. Where {to.Name} has no orders, `pipeline store reopen {from.Path}` takes the mark away and the copy can be made again", e);
        }
    }

    private static void ThrowIfOther(IReadOnlyList<Table> tables, StoreSession source)
    {
        var there = source.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'SchemaVersions'").ToHashSet();
        if (!there.SetEquals(tables.Select(table => table.Name)))
        {
            throw new StoreUnavailableException("The file is no store of this version; `pipeline setup` brings an older one up to date");
        }
    }

    private static void ThrowIfMoved(StoreSession source)
    {
        if (MovedStore.Find(source) is { } moved)
        {
            throw new StoreUnavailableException($"The file was copied to {moved.Address} already; where that was given up, `pipeline store reopen` takes its mark away");
        }
    }

    private static void ThrowIfUsed(IReadOnlyList<Table> tables, StoreSession session)
    {
        if (tables.FirstOrDefault(table => !MadeByMigration.Contains(table.Name) && session.Scalar<bool>($"SELECT EXISTS (SELECT 1 FROM {table.Name})")) is { } used)
        {
            throw new StoreUnavailableException($"The database has rows in {used.Name} already: a store is copied to an empty one only");
        }
    }

    // What is referred to goes first.
    private static List<Table> Tables(StoreSession session) =>
    [
        .. session.Query<(string Table, string Column, string Type)>(
            """
            SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
            JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
            WHERE c.table_schema = current_schema() AND c.table_name <> 'schemaversions' ORDER BY c.table_name, c.ordinal_position
            """).GroupBy(column => column.Table).Select(columns => new Table(columns.Key, [.. columns.Select(column => (column.Column, TypeOf(column.Type)))]))
            .OrderBy(table => table.Name is "intents" or "dead_letter_groups" or "breaks" ? 0 : table.Name == "dead_letters" ? 1 : 2).ThenBy(table => table.Name, StringComparer.Ordinal),
    ];

    private static NpgsqlDbType TypeOf(string type) => type switch
    {
        "text" => NpgsqlDbType.Text,
        "bigint" => NpgsqlDbType.Bigint,
        "bytea" => NpgsqlDbType.Bytea,
        "double precision" => NpgsqlDbType.Double,
        _ => throw new InvalidOperationException($"No column of a store is of type {type}"),
    };

    private static long Copy(Table table, SqliteConnection source, SqliteTransaction reading, NpgsqlConnection target, Action<string, long, long> tell)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        var all = source.ExecuteScalar<long>($"SELECT count(*) FROM {table.Name}", transaction: reading);
        using var rows = source.ExecuteReader($"SELECT {columns} FROM {table.Name}", transaction: reading);
        using var copy = target.BeginBinaryImport($"COPY {table.Name} ({columns}) FROM STDIN (FORMAT BINARY)");
        copy.Timeout = Patience;
        var copied = 0L;
        while (rows.Read())
        {
            copy.StartRow();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                Write(copy, rows.GetValue(i), table.Columns[i].Type);
            }

            if (++copied % ToldEvery == 0)
            {
                tell(table.Name, copied, all);
            }
        }

        copy.Complete();
        tell(table.Name, copied, all);
        return copied;
    }

    private static void Write(NpgsqlBinaryImporter copy, object value, NpgsqlDbType type)
    {
        if (value is DBNull)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value is string text ? PostgresCommand.Storable(text) : value, type);
        }
    }

    // An id that was given and whose row is gone is given to nobody else: SQLite keeps what it has drawn, and the journal what a restore has passed over.
    private static void GoOn(StoreSession session, SqliteConnection source, SqliteTransaction reading)
    {
        var drawn = source.Query<(string Name, long Seq)>("SELECT name, seq FROM sqlite_sequence", transaction: reading).ToDictionary(row => row.Name, row => row.Seq);
        foreach (var (table, column, sequence) in session.Query<(string, string, string)>(
            """
            SELECT c.table_name, c.column_name, pg_get_serial_sequence(c.table_name, c.column_name) FROM information_schema.columns c
            WHERE c.table_schema = current_schema() AND c.is_identity = 'YES'
            """))
        {
            var newest = Math.Max(drawn.GetValueOrDefault(table), session.Scalar<long>($"SELECT coalesce(max({column}), 0) FROM {table}"));
            if (newest > 0)
            {
                session.Execute("SELECT setval(@sequence::regclass, @newest)", new { sequence, newest });
            }
        }
    }

    private sealed record Table(string Name, IReadOnlyList<(string Name, NpgsqlDbType Type)> Columns);
}
