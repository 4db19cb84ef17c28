using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// A statement as it is written for both dialects. SQLite's hints are left out; flags go as 0 and 1, as they stand in columns; and what no
/// text of PostgreSQL can hold, a NUL or half a surrogate pair, goes as the replacement character: such a word of an agent or a venue must not
/// keep its order from being recorded.
/// </summary>
internal sealed partial class PostgresCommand(PostgresConnection connection) : DbCommand
{
    private static readonly ConcurrentDictionary<string, StatementShape> Shapes = new();

    private NpgsqlBatchCommand statement = new();
    private string text = "";
    private StatementShape shape = StatementShape.Of("");

    [AllowNull]
    public override string CommandText
    {
        get => text;
        set
        {
            text = value ?? "";
            shape = Shapes.GetOrAdd(text, static written => StatementShape.Of(Hint().Replace(written, "")));
            statement.CommandText = shape.Text;
        }
    }

    /// <summary>The connection's holds for all that is sent together.</summary>
    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => statement.Parameters;

    // The connection's own, whatever it is.
    protected override DbTransaction? DbTransaction { get; set; }

    // What was read in part is read to its end when its reader is closed.
    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery() => connection.Pipe.Execute(Ready(), shape);

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    // The provider prepares by itself what comes again.
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new NpgsqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => connection.Pipe.Read(Ready(), shape);

    // It is given away with its values, since it may be sent later, when Dapper has cleared those of this command.
    private NpgsqlBatchCommand Ready()
    {
        foreach (NpgsqlParameter parameter in statement.Parameters)
        {
            if (parameter.Value is bool flag)
            {
                parameter.DbType = DbType.Int64;
                parameter.Value = flag ? 1L : 0L;
            }
            else if (parameter.Value is string word)
            {
                parameter.Value = Storable(word);
            }
        }

        var ready = statement;
        statement = new NpgsqlBatchCommand(ready.CommandText);
        return ready;
    }

    /// <summary>A text as a column can hold it.</summary>
    internal static string Storable(string word)
    {
        var span = word.AsSpan();
        return span.Contains('\0') || span.ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(word.Replace('\0', '\uFFFD').EnumerateRunes()) : word;
    }

    [GeneratedRegex(@"\s+INDEXED BY \w+")]
    private static partial Regex Hint();
}
