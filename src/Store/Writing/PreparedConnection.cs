using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Pipeline.Store.Writing;

/// <summary>
/// A connection that prepares each statement once. SQLite spends more time on reading a statement than on running most of
/// ours, and Dapper makes a new command for every call.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner) : DbConnection
{
    private readonly Dictionary<string, Stack<SqliteCommand>> idle = [];

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    /// <summary>Begins a transaction; a writing one takes the lock at once, since an upgrade of a read lock can't wait.</summary>
    public SqliteTransaction Begin(bool write) => inner.BeginTransaction(deferred: !write);

    internal SqliteCommand Rent(string text)
    {
        if (idle.TryGetValue(text, out var commands) && commands.TryPop(out var command))
        {
            return command;
        }

        command = inner.CreateCommand();
        command.CommandText = text;
        return command;
    }

    internal void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (!idle.TryGetValue(command.CommandText, out var commands))
        {
            idle.Add(command.CommandText, commands = new Stack<SqliteCommand>());
        }

        commands.Push(command);
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in idle.Values.SelectMany(commands => commands))
            {
                command.Dispose();
            }

            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
