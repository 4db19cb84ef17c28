using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>
/// What can be told of a statement by its text: the table that it writes, and which columns of the rows it is about equal which of its parameters. It tells
/// apart a write and a read that can't be about the same row; what can't be told is taken to be about every row.
/// </summary>
internal sealed partial class StatementShape
{
    private static readonly ConcurrentDictionary<string, StatementShape> Known = new();

    private readonly ConcurrentDictionary<StatementShape, StatementRelation?> relations = new();
    private readonly HashSet<string> words;
    private readonly string table;
    private readonly IReadOnlyDictionary<string, string> columns;

    private StatementShape(string text)
    {
        Text = text;
        words = [.. Word().Matches(text).Select(match => match.Value)];
        IsRead = words.Contains("SELECT") && text.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.Ordinal);
        (table, columns) = IsRead ? OfRead(text) : OfWrite(text);
    }

    /// <summary>The statement.</summary>
    public string Text { get; }

    /// <summary>Whether it only reads. One that can't be told by how it begins may have written everything.</summary>
    public bool IsRead { get; }

    /// <summary>Whether it certainly writes.</summary>
    public bool IsWrite => !IsRead && table.Length > 0;

    public static StatementShape Of(string text) => Known.GetOrAdd(text, static text => new StatementShape(text));

    /// <summary>What this one, which may write, has to do with a read; null when they are of different tables.</summary>
    public StatementRelation? To(StatementShape read) => relations.GetOrAdd(read, Compare);

    private StatementRelation? Compare(StatementShape read) =>
        table.Length > 0 && !read.words.Contains(table) ? null
        : new StatementRelation(table.Length == 0 || table != read.table ? []
            : [.. columns.Where(column => read.columns.ContainsKey(column.Key)).Select(column => (column.Value, read.columns[column.Key]))]);

    private static (string Table, IReadOnlyDictionary<string, string> Columns) OfRead(string text) =>
        SimpleRead().Match(text) is { Success: true } match ? (match.Groups["table"].Value, Equal(match.Groups["where"].Value)) : ("", Nothing);

    private static (string Table, IReadOnlyDictionary<string, string> Columns) OfWrite(string text)
    {
        if (Insert().Match(text) is { Success: true } insert)
        {
            return (insert.Groups["table"].Value, OfInsert(insert));
        }

        if (Update().Match(text) is { Success: true } update)
        {
            // What it sets a column to may be what somebody looks for.
            var set = Assigned().Matches(update.Groups["set"].Value).Select(match => match.Groups[1].Value).ToHashSet();
            return (update.Groups["table"].Value, Equal(update.Groups["where"].Value).Where(column => !set.Contains(column.Key)).ToDictionary());
        }

        return (Written().Match(text) is { Success: true } other ? other.Groups[1].Value : "", Nothing);
    }

    // Of a row that is there already only the columns are known by which it was found.
    private static Dictionary<string, string> OfInsert(Match insert)
    {
        var names = insert.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries);
        var values = insert.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
        var found = insert.Groups["found"] is { Success: true } by ? by.Value.Split(',', StringSplitOptions.TrimEntries) : names;
        return names.Length != values.Length ? Nothing
            : names.Zip(values).Where(pair => pair.Second.StartsWith('@') && found.Contains(pair.First)).ToDictionary(pair => pair.First, pair => pair.Second[1..]);
    }

    private static Dictionary<string, string> Equal(string where) => Or().IsMatch(where) ? Nothing
        : And().Split(where).Select(condition => Equality().Match(condition)).Where(match => match.Success)
            .DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static Dictionary<string, string> Nothing => [];

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // Of one table, without another SELECT in it.
    [GeneratedRegex(@"^\s*SELECT\s(?:(?!\b(?:SELECT|FROM)\b).)*\bFROM\s+(?<table>\w+)\s+WHERE\s(?<where>(?:(?!\b(?:SELECT|FROM|JOIN|UNION|ORDER|GROUP|LIMIT)\b).)*)(?:\b(?:ORDER|GROUP|LIMIT)\s(?:(?!\b(?:SELECT|FROM|UNION)\b).)*)?$", RegexOptions.Singleline)]
    private static partial Regex SimpleRead();

    [GeneratedRegex(@"^\s*INSERT INTO\s+(?<table>\w+)\s*\((?<columns>[^()]*)\)\s*VALUES\s*\((?<values>[^()]*)\)\s*(?:$|RETURNING\b|ON CONFLICT\s+DO NOTHING|ON CONFLICT\s*\((?<found>[^()]*)\))", RegexOptions.Singleline)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^\s*UPDATE\s+(?<table>\w+)\s+SET\s(?<set>(?:(?!\b(?:SELECT|FROM|WHERE)\b).)*)\bWHERE\s(?<where>(?:(?!\b(?:SELECT|RETURNING)\b).)*)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")]
    private static partial Regex Written();

    [GeneratedRegex(@"(\w+)\s*=")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\bOR\b")]
    private static partial Regex Or();

    [GeneratedRegex(@"\sAND\s")]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(\w+)\s*=\s*@(\w+)\s*$")]
    private static partial Regex Equality();
}
