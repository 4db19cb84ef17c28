using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// A use of a prepared statement: takes it from the connection when it learns its text, and gives it and itself back when
/// disposed. A command has a finalizer, which makes a new one for each of a million statements a matter for all threads.
/// </summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private readonly StatementParameters parameters = [];
    private PreparedStatement? statement;

    /// <summary>Dapper writes a list parameter out into the text, after it has added the values, and sets it once more.</summary>
    [AllowNull]
    public override string CommandText
    {
        get => statement?.Text ?? "";
        set
        {
            statement?.Return();
            statement = connection.Rent(value ?? "");
        }
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => parameters;

    /// <summary>The connection has one transaction at a time, which every command is part of.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    private PreparedStatement Statement => statement ?? throw new InvalidOperationException("The command has no text yet");

    public override void Cancel() => raw.sqlite3_interrupt(connection.Handle);

    public override int ExecuteNonQuery() => Statement.Run(parameters);

    public override object? ExecuteScalar()
    {
        using var reader = Read();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => parameters.Next();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Read();

    protected override void Dispose(bool disposing)
    {
        if (disposing && statement is not null)
        {
            statement.Return();
            statement = null;
            parameters.Clear();
            connection.Return(this);
        }

        base.Dispose(disposing);
    }

    private PreparedReader Read()
    {
        Statement.Begin(parameters);
        return new PreparedReader(Statement);
    }
}
