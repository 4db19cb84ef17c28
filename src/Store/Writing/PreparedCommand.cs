using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Pipeline.Store.Writing;

/// <summary>
/// A use of a prepared statement: takes it from the connection when it learns its text, and gives it and itself back when
/// disposed. A command has a finalizer, which makes a new one for each of a million statements a matter for all threads.
/// </summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private PreparedStatement? statement;

    [AllowNull]
    public override string CommandText
    {
        get => statement?.Command.CommandText ?? "";
        set
        {
            var next = connection.Rent(value ?? "");
            if (statement is not null)
            {
                // Dapper writes a list parameter out into the text, after it has added the values.
                var parameters = statement.Command.Parameters.Cast<SqliteParameter>().ToList();
                connection.Return(statement);
                next.Command.Parameters.AddRange(parameters);
            }

            statement = next;
        }
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => Command.Parameters;

    /// <summary>The connection has one transaction at a time, which every command is part of.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    private SqliteCommand Command => (statement ?? throw new InvalidOperationException("The command has no text yet")).Command;

    public override void Cancel() => Command.Cancel();

    public override int ExecuteNonQuery() => Command.ExecuteNonQuery();

    public override object? ExecuteScalar() => Command.ExecuteScalar();

    public override void Prepare() => Command.Prepare();

    protected override DbParameter CreateDbParameter() => new PreparedParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var reader = Command.ExecuteReader(behavior);
        return new PreparedReader(reader, statement!.Columns ??= PreparedColumns.Of(reader));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && statement is not null)
        {
            connection.Return(statement);
            statement = null;
            connection.Return(this);
        }

        base.Dispose(disposing);
    }

    /// <summary>Bears the name as the statements spell it, or the provider looks for it under every prefix that SQLite has.</summary>
    private sealed class PreparedParameter : SqliteParameter
    {
        [AllowNull]
        public override string ParameterName
        {
            get => base.ParameterName;
            set => base.ParameterName = value is null or ['@', ..] ? value : "@" + value;
        }
    }
}

/// <summary>A statement that SQLite has read.</summary>
internal sealed record PreparedStatement(SqliteCommand Command)
{
    /// <summary>What it answers with; null until it has for the first time.</summary>
    public PreparedColumns? Columns { get; set; }
}
