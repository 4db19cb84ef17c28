using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>
/// A statement as it is written for both dialects. SQLite's hints are left out; flags go as 0 and 1, as they stand in columns; and what no
/// text of PostgreSQL can hold, a NUL or half a surrogate pair, goes as the replacement character: such a word of an agent or a venue must not
/// keep its order from being recorded. It gives itself back when it is disposed: a command has a finalizer, which makes a new one for each statement a matter for all threads. Whoever has disposed of it does not touch it any more.
/// </summary>
internal sealed partial class PostgresCommand(PostgresConnection connection) : DbCommand
{
    private const int FewValues = 64;

    private static readonly StatementShape Nothing = StatementShape.Of("");

    private static readonly ConcurrentDictionary<string, StatementShape> Shapes = new();

    // Most texts are constants: where the very object was seen before nobody need go through it.
    private static readonly Seen?[] Recent = new Seen?[1024];

    private readonly StatementParameters parameters = [];
    private string text = "";
    private StatementShape shape = Nothing;
    private bool isIdle;

    [AllowNull]
    public override string CommandText
    {
        get => text;
        set
        {
            text = value ?? "";
            shape = ShapeOf(text);
        }
    }

    /// <summary>The connection's holds for all that is sent together.</summary>
    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => parameters;

    // The connection's own, whatever it is.
    protected override DbTransaction? DbTransaction { get; set; }

    // What was read in part is read to its end when its reader is closed.
    public override void Cancel()
    {
    }

    /// <summary>Begins another use.</summary>
    public PostgresCommand Again()
    {
        isIdle = false;
        return this;
    }

    public override int ExecuteNonQuery() => connection.Pipe.Execute(Ready());

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    // The provider prepares by itself what comes again.
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => parameters.Next();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => connection.Pipe.Read(Ready());

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isIdle)
        {
            isIdle = true;
            (text, shape, DbTransaction) = ("", Nothing, null);
            parameters.Clear();
            connection.Return(this);
        }

        base.Dispose(disposing);
    }

    // With its values as they are now, since it may be sent later, when Dapper has cleared those of this command.
    private Statement Ready()
    {
        var values = new object?[shape.Parameters.Count];
        var kinds = values.Length <= FewValues ? stackalloc char[values.Length] : new char[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = parameters.Find(shape.Parameters[i], i)
                ?? throw new InvalidOperationException($"Nobody says what @{shape.Parameters[i]} is in: {text}");
            values[i] = parameter.Value switch
            {
                bool flag => flag ? 1L : 0L,
                string word => Storable(word),
                DBNull => null,
                var other => other,
            };
            kinds[i] = ValueKinds.Of(values[i], parameter.DbType);
        }

        return new Statement(shape, values, shape.KindsOf(kinds));
    }

    private static StatementShape ShapeOf(string text)
    {
        ref var recent = ref Recent[RuntimeHelpers.GetHashCode(text) & (Recent.Length - 1)];
        if (recent is { } seen && ReferenceEquals(seen.Text, text))
        {
            return seen.Shape;
        }

        var shape = Shapes.GetOrAdd(text, static written => StatementShape.Of(Hint().Replace(written, "")));
        recent = new Seen(text, shape);
        return shape;
    }

    /// <summary>A text as a column can hold it.</summary>
    internal static string Storable(string word)
    {
        var span = word.AsSpan();
        return span.Contains('\0') || span.ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(word.Replace('\0', '\uFFFD').EnumerateRunes()) : word;
    }

    [GeneratedRegex(@"\s+INDEXED BY \w+")]
    private static partial Regex Hint();

    private sealed record Seen(string Text, StatementShape Shape);
}
