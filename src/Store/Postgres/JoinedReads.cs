using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Several reads as one statement: the rows of each with its number before them, and every column as text, since columns of one statement have one type each.</summary>
internal static class JoinedReads
{
    private static readonly ConcurrentDictionary<string, StatementShape> Known = new();

    /// <summary>The statement.</summary>
    /// <param name="reads">Reads whose columns are known.</param>
    public static Statement Of(IReadOnlyList<Sending> reads)
    {
        var shape = Known.GetOrAdd(string.Join('\0', reads.Select(read => read.Statement.Shape.Positional)), _ => StatementShape.Of(TextOf([.. reads.Select(read => read.Statement.Shape)])));
        return new Statement(shape, [.. reads.SelectMany(read => read.Statement.Values)], string.Concat(reads.Select(read => read.Statement.Kinds)));
    }

    /// <summary>Gives each of the reads its rows.</summary>
    public static void Keep(IReadOnlyList<Sending> reads, NpgsqlDataReader reader)
    {
        var rows = reads.Select(_ => new List<object[]>()).ToList();
        while (reader.Read())
        {
            var number = reader.GetInt32(0);
            rows[number].Add(Row(reads[number].Statement.Shape.Columns!, reader));
        }

        for (var i = 0; i < rows.Count; i++)
        {
            reads[i].Rows = new FetchedRows(reads[i].Statement.Shape.Columns!, rows[i]);
        }
    }

    /// <summary>The columns at which a reader stands; null where one of them can't be said as text and read again.</summary>
    public static IReadOnlyList<(string Name, Type Type)>? ColumnsOf(NpgsqlDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), Type: reader.GetFieldType(i))).ToList();
        return columns.Count > 0 && columns.TrueForAll(column => column.Type == typeof(string) || column.Type == typeof(long)) ? columns : null;
    }

    private static string TextOf(IReadOnlyList<StatementShape> shapes)
    {
        var (text, width, parameters) = (new StringBuilder(), shapes.Max(shape => shape.Columns!.Count), 0);
        for (var i = 0; i < shapes.Count; i++)
        {
            var columns = Enumerable.Range(0, shapes[i].Columns!.Count).Select(column => $"c{column}").ToList();
            var wide = columns.Select(column => $"{column}::text").Concat(Enumerable.Repeat("NULL::text", width - columns.Count));
            var from = parameters;
            var renumbered = shapes[i].With(n => $"${from + n}");
            text.Append(i == 0 ? "" : "\nUNION ALL\n")
                .Append(CultureInfo.InvariantCulture, $"SELECT {i}, {string.Join(", ", wide)} FROM ({renumbered}) AS found ({string.Join(", ", columns)})");
            parameters += shapes[i].Parameters.Count;
        }

        return text.ToString();
    }

    private static object[] Row(IReadOnlyList<(string Name, Type Type)> columns, NpgsqlDataReader reader)
    {
        var row = new object[columns.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.IsDBNull(i + 1) ? DBNull.Value
                : columns[i].Type == typeof(long) ? long.Parse(reader.GetString(i + 1), CultureInfo.InvariantCulture)
                : reader.GetString(i + 1);
        }

        return row;
    }
}
