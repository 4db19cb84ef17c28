using System.Text.RegularExpressions;

namespace Pipeline.Store.Writing;

/// <summary>
/// What was read in a transaction, which stands there until the transaction itself writes to its table: steps that share a commit ask the same of halts, market and account, and those of one
/// order again and again for the order. Outside a transaction others write at any time, so nothing is kept.
/// </summary>
internal sealed partial class KeptReads
{
    /// <summary>A transaction that reads more of one table, as an archive's does, begins anew.</summary>
    private const int Most = 1000;

    private readonly Dictionary<string, Dictionary<object, object?>> tables = new(StringComparer.Ordinal);
    private bool isOpen;

    /// <summary>The table that a statement writes to; null where the text does not say.</summary>
    public static string? TableOf(string text) => Writing().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>A transaction begins.</summary>
    public void Begin() => SetOpen(true);

    /// <summary>It ends, or something ends it.</summary>
    public void End() => SetOpen(false);

    /// <summary>What was read of a table under a key, or is read now.</summary>
    public T Of<T>(string table, object key, Func<T> read)
    {
        if (!isOpen)
        {
            return read();
        }

        if (tables.TryGetValue(table, out var kept) && kept.TryGetValue(key, out var value))
        {
            return (T)value!;
        }

        var answer = read();
        Put(table, key, answer);
        return answer;
    }

    /// <summary>What was read of a table under a key; null where nothing was, or nothing was found.</summary>
    public T? Find<T>(string table, object key)
        where T : class => tables.TryGetValue(table, out var kept) ? (T?)kept.GetValueOrDefault(key) : null;

    /// <summary>Keeps what stands under a key.</summary>
    public void Put(string table, object key, object? value)
    {
        if (!tables.TryGetValue(table, out var kept))
        {
            tables.Add(table, kept = []);
        }
        else if (kept.Count >= Most)
        {
            kept.Clear();
        }

        kept[key] = value;
    }

    /// <summary>Something is written to a table; null where nobody knows to which.</summary>
    public void Forget(string? table)
    {
        if (table is null)
        {
            tables.Clear();
        }
        else if (tables.TryGetValue(table, out var kept))
        {
            kept.Clear();
        }
    }

    private void SetOpen(bool value)
    {
        Forget(null);
        isOpen = value;
    }

    [GeneratedRegex(@"^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Writing();
}
