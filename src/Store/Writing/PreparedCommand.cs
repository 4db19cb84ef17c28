using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Pipeline.Store.Writing;

/// <summary>One use of a prepared statement: takes it from the connection when it learns its text, gives it back when disposed.</summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private SqliteCommand? command;
    private DbTransaction? transaction;

    [AllowNull]
    public override string CommandText
    {
        get => command?.CommandText ?? "";
        set
        {
            var next = connection.Rent(value ?? "");
            if (command is not null)
            {
                // Dapper writes a list parameter out into the text, after it has added the values.
                var parameters = command.Parameters.Cast<SqliteParameter>().ToList();
                connection.Return(command);
                next.Parameters.AddRange(parameters);
            }

            command = next;
            command.Transaction = (SqliteTransaction?)transaction;
        }
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => Command.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => transaction;
        set
        {
            transaction = value;
            if (command is not null)
            {
                command.Transaction = (SqliteTransaction?)value;
            }
        }
    }

    private SqliteCommand Command => command ?? throw new InvalidOperationException("The command has no text yet");

    public override void Cancel() => Command.Cancel();

    public override int ExecuteNonQuery() => Command.ExecuteNonQuery();

    public override object? ExecuteScalar() => Command.ExecuteScalar();

    public override void Prepare() => Command.Prepare();

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Command.ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing && command is not null)
        {
            connection.Return(command);
            command = null;
        }

        base.Dispose(disposing);
    }
}
