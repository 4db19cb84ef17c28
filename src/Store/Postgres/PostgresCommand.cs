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
internal sealed partial class PostgresCommand(NpgsqlCommand inner) : DbCommand
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    private string text = "";

    [AllowNull]
    public override string CommandText
    {
        get => text;
        set
        {
            text = value ?? "";
            inner.CommandText = Texts.GetOrAdd(text, static written => Hint().Replace(written, ""));
        }
    }

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible
    {
        get => inner.DesignTimeVisible;
        set => inner.DesignTimeVisible = value;
    }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    // The connection's own, whatever it is.
    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => inner.Cancel();

    public override int ExecuteNonQuery() => Ready().ExecuteNonQuery();

    public override object? ExecuteScalar() => Ready().ExecuteScalar();

    // The provider prepares by itself what comes again.
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Ready().ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private NpgsqlCommand Ready()
    {
        foreach (NpgsqlParameter parameter in inner.Parameters)
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

        return inner;
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
