using System.Globalization;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>
/// Rows of a table as the text that stands in them, so that what can't be read is a difference like any other. One is made from the
/// journal, one of the store.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="keys">The columns that tell its rows apart.</param>
/// <param name="columns">The others that are compared.</param>
/// <param name="nothing">What a row says that is not there, where that says something: a position that is flat, for example.</param>
internal sealed class LedgerRows(string table, string[] keys, string[] columns, params object?[] nothing)
{
    /// <summary>The value of a column of which the journal says nothing: whatever the table says is right.</summary>
    public static readonly object NotSaid = new();

    private const string NotSaidText = "\0";

    private readonly string?[]? nothing = nothing.Length == 0 ? null : [.. nothing.Select(Text)];
    private readonly Dictionary<string, string?[]> made = [];

    /// <summary>Adds a row that the journal makes: the values of the keys, then those of the other columns.</summary>
    public void Make(params ReadOnlySpan<object?> values)
    {
        var row = new string?[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = Text(values[i]);
        }

        made.Add(KeyOf(row), row[keys.Length..]);
    }

    /// <summary>Changes a column of a row that was made.</summary>
    /// <returns>False when there is no such row.</returns>
    public bool TryAmend(string column, object? value, params object?[] of)
    {
        if (!made.TryGetValue(KeyOf([.. of.Select(Text)]), out var row))
        {
            return false;
        }

        row[Array.IndexOf(columns, column)] = Text(value);
        return true;
    }

    /// <summary>Where the rows of the store are not those that were made.</summary>
    public IReadOnlyList<LedgerDifference> Compare(StoreSession session)
    {
        var stored = session.Query<object>($"SELECT {string.Join(", ", keys.Concat(columns))} FROM {table}")
            .Select(row => ((IDictionary<string, object?>)row).Values.Select(Text).ToArray())
            .ToDictionary(KeyOf, row => row[keys.Length..]);
        return [.. made.Keys.Union(stored.Keys).SelectMany(key => Compare(key, made.GetValueOrDefault(key), stored.GetValueOrDefault(key)))];
    }

    private IEnumerable<LedgerDifference> Compare(string key, string?[]? journal, string?[]? stored)
    {
        var (said, found) = (journal ?? nothing, stored ?? nothing);
        return said is null || found is null
            ? [new LedgerDifference(table, key, "*", journal is null ? null : InWords(journal), stored is null ? null : InWords(stored))]
            : columns.Select((column, i) => new LedgerDifference(table, key, column, said[i], found[i]))
                .Where(each => each.Journal != NotSaidText && each.Journal != each.Table);
    }

    private string InWords(string?[] row) => string.Join(
        ' ', columns.Zip(row).Where(said => said.Second is not (null or "" or NotSaidText)).Select(said => $"{said.First}={said.Second}"));

    private string KeyOf(string?[] row) => string.Join('/', row[..keys.Length]);

    // As Columns has it written.
    private static string? Text(object? value) => value switch
    {
        null => null,
        _ when value == NotSaid => NotSaidText,
        string text => text,
        decimal amount => CanonicalDecimal.Format(amount),
        DateTimeOffset time => Columns.Time(time),
        bool holds => holds ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
