using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Bench.Growth;

/// <summary>
/// Copies the rows of a table many times over. An identifier in a row, and wherever else that row has it, becomes another one with each copy, so that what belonged
/// together still does.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">What becomes of a column in copy <c>n</c>, as an expression of SQL; the others are as they were.</param>
internal sealed partial record GrownTable(string Name, IReadOnlyDictionary<string, string> Columns)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // Full pages are split in two halves by what comes, and of the rest each gets so much more as fills the halves to 0.69.
    private const double BeforeIndexes = 0.5 / 0.69;

    /// <summary>As many copies as there are suffixes.</summary>
    public const int MostCopies = 1000;

    /// <summary>An identifier of base 32 or hexadecimal digits, with an end that none has of itself.</summary>
    public static string Id(string column) => $"substr({column}, 1, length({column}) - 3) || suffix(n)";

    /// <summary>A text with an order's identifiers in it, those of the venue included.</summary>
    public static string Text(string column) => $"venues(CASE WHEN cl_ord_id IS NULL THEN {column} ELSE replace({column}, cl_ord_id, {Id("cl_ord_id")}) END, n)";

    /// <summary>A UUID.</summary>
    public static string Uuid(string column) => $"substr({column}, 1, 30) || printf('%06x', n)";

    /// <summary>What the venue numbers: its orders, and executions by them.</summary>
    public static string OfVenue(string column) => $"venues({column}, n)";

    /// <summary>Makes the functions of those expressions known.</summary>
    /// <param name="connection">To the file.</param>
    /// <param name="venueOrders">The newest order's number at the venue.</param>
    public static void Prepare(SqliteConnection connection, long venueOrders)
    {
        connection.CreateFunction("suffix", (long n) => $"1{Letters[(int)n / 32]}{Letters[(int)n % 32]}", isDeterministic: true);
        connection.CreateFunction("venues", (string? text, long n) => text is null || !text.Contains("paper-", StringComparison.Ordinal) ? text : VenueOrder().Replace(
            text, found => string.Create(CultureInfo.InvariantCulture, $"paper-{long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) + (n * venueOrders)}")), isDeterministic: true);
        connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY");
    }

    /// <summary>
    /// Copies. Indexes are made anew when most rows are there, which is several times faster than to keep them up all the time, and triggers in the end. An index that is made at once has
    /// full pages, each of which the first order that comes upon it splits; the last copies leave them as full as years do, 0.69.
    /// Source of the figure: A. C. Yao, "On random 2-3 trees", Acta Informatica 9 (1978): a B-tree that grows at random places is filled to ln 2.
    /// </summary>
    /// <returns>How many rows there are now.</returns>
    public long Grow(SqliteConnection connection, int copies)
    {
        using var transaction = connection.BeginTransaction();
        var columns = connection.Query<string>("SELECT name FROM pragma_table_info(@Name)", new { Name }).ToList();
        var made = connection.Query<(string Type, string Name, string Sql)>("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = @Name AND type IN ('index', 'trigger') AND sql IS NOT NULL", new { Name }).ToList();
        foreach (var (type, name, _) in made)
        {
            connection.Execute($"DROP {type} {name}");
        }

        connection.Execute($"CREATE TEMP TABLE template AS SELECT * FROM {Name}");
        var before = (int)(copies * BeforeIndexes);
        Copy(connection, columns, 1, before);
        Make("index");
        Copy(connection, columns, before + 1, copies);
        Make("trigger");
        connection.Execute("DROP TABLE temp.template");
        transaction.Commit();
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM {Name}");

        void Make(string type)
        {
            foreach (var (_, _, sql) in made.Where(each => each.Type == type))
            {
                connection.Execute(sql, commandTimeout: 0);
            }
        }
    }

    private void Copy(SqliteConnection connection, List<string> columns, int first, int last) => connection.Execute(
        $"""
        INSERT INTO {Name} ({string.Join(", ", columns)})
        WITH RECURSIVE copies (n) AS (SELECT {first} WHERE {first} <= {last} UNION ALL SELECT n + 1 FROM copies WHERE n < {last})
        SELECT {string.Join(", ", columns.Select(column => Columns.GetValueOrDefault(column, column)))} FROM copies CROSS JOIN template
        """,
        commandTimeout: 0);

    [GeneratedRegex("paper-([0-9]+)")]
    private static partial Regex VenueOrder();
}
