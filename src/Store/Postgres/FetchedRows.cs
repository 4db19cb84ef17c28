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
        var columns = new (string, Type)[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = (reader.GetName(i), reader.GetFieldType(i));
        }

        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[columns.Length];
            reader.GetValues(row);
            rows.Add(row);
        }

        return new FetchedRows(columns, rows);
    }

    /// <summary>Those of several reads, whose number, from 1, stands before each row.</summary>
    public static IReadOnlyList<FetchedRows> OfEach(NpgsqlDataReader reader, int reads)
    {
        var all = Of(reader);
        var (columns, rows) = (all.Columns.Skip(1).ToList(), all.Rows.ToLookup(row => (long)row[0], row => row[1..]));
        return [.. Enumerable.Range(1, reads).Select(n => new FetchedRows(columns, [.. rows[n]]))];
    }

    public FetchedReader Read() => new(this);
}
