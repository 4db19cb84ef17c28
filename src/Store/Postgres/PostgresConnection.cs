using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A connection whose commands understand what is written for both dialects, and which sends several statements in one go.</summary>
internal sealed class PostgresConnection(NpgsqlConnection inner) : DbConnection
{
    private readonly Stack<PostgresCommand> commands = [];

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

    /// <summary>The provider's own.</summary>
    internal NpgsqlConnection Inner => inner;

    /// <summary>What goes over its wire together.</summary>
    internal PostgresPipe Pipe { get; } = new(inner);

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    /// <summary>Begins a transaction, of which nothing is sent before its first statement.</summary>
    internal PostgresTransaction Begin(IsolationLevel isolationLevel) => new(this, inner.BeginTransaction(isolationLevel));

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Begin(isolationLevel);

    /// <summary>Takes a command back that somebody has done with.</summary>
    internal void Return(PostgresCommand command) => commands.Push(command);

    protected override DbCommand CreateDbCommand() => commands.TryPop(out var command) ? command.Again() : new PostgresCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
