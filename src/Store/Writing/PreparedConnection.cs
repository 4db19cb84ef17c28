using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// A connection that prepares each statement once. SQLite spends more time on reading a statement than on running most of
/// ours, and Dapper makes a new command for every call.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner) : DbConnection
{
    private readonly Dictionary<string, Stack<PreparedStatement>> idle = new(new SqlTexts());
    private readonly Stack<PreparedCommand> commands = new();
    private int kept;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    internal sqlite3 Handle => inner.Handle!;

    /// <summary>What the transaction under way has read.</summary>
    internal KeptReads Reads { get; } = new();

    public override ConnectionState State => inner.State;

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public PreparedTransaction Begin(bool write) => new(this, write);

    /// <summary>Copies the write-ahead log to the database as far as nobody is in the way, which is no error.</summary>
    public void Checkpoint() => Run("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Keeps so much of the database in memory, KB.</summary>
    public void Keep(int cache)
    {
        if (cache != kept)
        {
            Run($"PRAGMA cache_size=-{cache}");
            kept = cache;
        }
    }

    internal PreparedStatement Rent(string text)
    {
        if (!idle.TryGetValue(text, out var statements))
        {
            idle.Add(text, statements = new Stack<PreparedStatement>());
        }

        return statements.TryPop(out var statement) ? statement : new PreparedStatement(Handle, text, statements, Reads);
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Begin(write: true);

    internal void Return(PreparedCommand command) => commands.Push(command);

    protected override DbCommand CreateDbCommand() => commands.TryPop(out var command) ? command : new PreparedCommand(this);

    private void Run(string pragma)
    {
        using var command = inner.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var statement in idle.Values.SelectMany(statements => statements))
            {
                statement.Dispose();
            }

            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Statements are long, few, and nearly always the same object as before: neither hashed nor compared as a whole.</summary>
    private sealed class SqlTexts : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => ReferenceEquals(x, y) || string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string text) => text.Length < 8 ? text.Length : HashCode.Combine(text.Length, text[^1], text[^3], text[text.Length / 2], text[text.Length / 3]);
    }
}
