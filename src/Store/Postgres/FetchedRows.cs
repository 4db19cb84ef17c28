using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Rows that were fetched before they were asked for. They can be read as often as somebody asks.</summary>
/// <param name="Columns">Name and type of each column.</param>
/// <param name="Rows">The values.</param>
internal sealed record FetchedRows(IReadOnlyList<(string Name, Type Type)> Columns, IReadOnlyList<object[]> Rows)
{
    public static readonly FetchedRows None = new([], []);

    /// <summary>Those at which a reader stands.</summary>
    public static FetchedRows Of(NpgsqlDataReader reader)
    {
        var columns = ColumnsOf(reader, 0);
        var rows = new List<object[]>();
        while (reader.Read())
        {
            rows.Add(RowOf(reader, 0));
        }

        return new FetchedRows(columns, rows);
    }

    /// <summary>Those of several reads, whose number, from 1, stands before each row.</summary>
    public static IReadOnlyList<FetchedRows> OfEach(NpgsqlDataReader reader, int reads)
    {
        var columns = ColumnsOf(reader, 1);
        var rows = new List<object[]>?[reads];
        while (reader.Read())
        {
            (rows[reader.GetInt64(0) - 1] ??= []).Add(RowOf(reader, 1));
        }

        return Array.ConvertAll(rows, found => new FetchedRows(columns, found ?? (IReadOnlyList<object[]>)[]));
    }

    public FetchedReader Read() => new(this);

    private static (string, Type)[] ColumnsOf(NpgsqlDataReader reader, int first)
    {
        var columns = new (string, Type)[reader.FieldCount - first];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = (reader.GetName(first + i), reader.GetFieldType(first + i));
        }

        return columns;
    }

    private static object[] RowOf(NpgsqlDataReader reader, int first)
    {
        var row = new object[reader.FieldCount - first];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.GetValue(first + i);
        }

        return row;
    }
}
