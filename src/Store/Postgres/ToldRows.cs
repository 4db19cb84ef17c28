namespace Pipeline.Store.Postgres;

/// <summary>
/// What a write says of the rows that a read has found: where it is certain which row it has written and what stands in it now, nobody needs to ask the server again. Of writes of values, by
/// a key of which the read names a part, and reads of columns.
/// </summary>
internal sealed class ToldRows
{
    private readonly (int Column, int Value)[] values;
    private readonly (int Written, int Looked)[] belongs;
    private readonly (int Column, int Value)[] key;
    private readonly bool adds;

    private ToldRows((int Column, int Value)[] values, (int Written, int Looked)[] belongs, (int Column, int Value)[] key, bool adds) =>
        (this.values, this.belongs, this.key, this.adds) = (values, belongs, key, adds);

    /// <summary>Null where the write does not say it.</summary>
    public static ToldRows? Of(WriteForm? write, ReadForm? read)
    {
        if (write is not { Kind: WriteKind.Sets or WriteKind.Changes } || read is null || write.Table != read.Table || !read.Where.Keys.All(write.Key.ContainsKey))
        {
            return null;
        }

        // A row that is added is whole; of one that is changed the other columns stay.
        var said = read.Columns.Select((name, at) => (at, write.Values.GetValueOrDefault(name, write.Kind == WriteKind.Sets ? WriteForm.Unsaid : WriteForm.Untouched))).ToList();
        var belongs = read.Where.Select(column => (write.Key[column.Key], column.Value)).ToArray();
        var key = write.Key.Where(column => !read.Where.ContainsKey(column.Key)).Select(column => (read.Columns.ToList().IndexOf(column.Key), column.Value)).ToArray();
        return said.Exists(column => column.Item2 == WriteForm.Unsaid) || Array.Exists(key, column => column.Item1 < 0) ? null
            : new ToldRows([.. said.Where(column => column.Item2 != WriteForm.Untouched)], belongs, key, write.Kind == WriteKind.Sets);
    }

    /// <summary>The rows as they are after a write; null where that can't be said.</summary>
    /// <param name="rows">Those before it.</param>
    /// <param name="write">The write.</param>
    /// <param name="read">The read that has found them.</param>
    public FetchedRows? After(FetchedRows rows, Statement write, Statement read)
    {
        // Values of two kinds may be equal in the database all the same, and null equals nothing.
        if (Array.Exists(belongs, by => write.Kinds[by.Written] != read.Kinds[by.Looked] || write.Values[by.Written] is not { } value || !value.Equals(read.Values[by.Looked]))
            || AsColumns(key, rows, write) is not { } named || AsColumns(values, rows, write) is not { } said)
        {
            return null;
        }

        var changed = rows.Rows.ToList();
        var at = changed.FindIndex(row => named.TrueForAll(column => column.Value.Equals(row[column.Column])));
        if (at < 0 && !adds)
        {
            return rows;
        }

        var after = at < 0 ? new object[rows.Columns.Count] : [.. changed[at]];
        said.ForEach(column => after[column.Column] = column.Value);
        if (at < 0)
        {
            changed.Add(after);
        }
        else
        {
            changed[at] = after;
        }

        return rows with { Rows = changed };
    }

    // As the server would give them back; null where that is not certain.
    private static List<(int Column, object Value)>? AsColumns((int Column, int Value)[] columns, FetchedRows rows, Statement write)
    {
        var found = new List<(int, object)>(columns.Length);
        foreach (var (column, value) in columns)
        {
            if (AsColumn(write.Values[value], rows.Columns[column].Type) is not { } stands)
            {
                return null;
            }

            found.Add((column, stands));
        }

        return found;
    }

    private static object? AsColumn(object? value, Type type) => value switch
    {
        null => DBNull.Value,
        string when type == typeof(string) => value,
        long when type == typeof(long) => value,
        int number when type == typeof(long) => (long)number,
        _ => null,
    };
}
