using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>
/// What can be told of a statement by its text: the table that it writes, and which columns of the rows it is about equal which of its parameters. It tells
/// apart a write and a read that can't be about the same row; what can't be told is taken to be about every row.
/// </summary>
internal sealed partial class StatementShape
{
    private static readonly ConcurrentDictionary<string, StatementShape> Known = new();

    /// <summary>Whose rows the server looks for when a row is added to a table: what it refers to must be there before.</summary>
    internal static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Parents = new Dictionary<string, IReadOnlyList<string>>
    {
        ["orders"] = ["intents"],
        ["adjustments"] = ["breaks"],
        ["dead_letters"] = ["dead_letter_groups"],
        ["dead_letter_contents"] = ["dead_letters"],
        ["dead_letter_history"] = ["dead_letters"],
        ["dead_letter_messages"] = ["dead_letters"],
    };

    private readonly ConcurrentDictionary<StatementShape, StatementRelation?> relations = new();
    private readonly ConcurrentDictionary<(string Kinds, bool IsAsked), AlikeText?> alike = new();
    private readonly HashSet<string> words;
    private readonly string table;
    private readonly IReadOnlyDictionary<string, int> columns;

    private StatementShape(string text)
    {
        Text = text;
        words = [.. Word().Matches(text).Select(match => match.Value)];
        IsRead = words.Contains("SELECT") && text.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.Ordinal);
        (Parameters, Positional) = Numbered(text);
        (table, var named) = IsRead ? OfRead(text) : OfWrite(text);
        words.UnionWith(IsRead ? [] : Parents.GetValueOrDefault(table, []));
        columns = named.Where(column => Parameters.Contains(column.Value)).ToDictionary(column => column.Key, column => Parameters.ToList().IndexOf(column.Value));
    }

    /// <summary>The statement.</summary>
    public string Text { get; }

    /// <summary>The names of its parameters, in the order in which it has them first.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The statement as the server takes it, with numbers for the names.</summary>
    public string Positional { get; }

    /// <summary>The columns of its rows, once they are known, where each can be said as text.</summary>
    public IReadOnlyList<(string Name, Type Type)>? Columns { get; set; }

    /// <summary>Of which of its parameters the row that it is about has the value in a column.</summary>
    public IEnumerable<int> Keys => columns.Values;

    /// <summary>Whether it only reads. One that can't be told by how it begins may have written everything.</summary>
    public bool IsRead { get; }

    /// <summary>Whether it certainly writes.</summary>
    public bool IsWrite => !IsRead && table.Length > 0;

    public static StatementShape Of(string text) => Known.GetOrAdd(text, static text => new StatementShape(text));

    /// <summary>What this one, which may write, has to do with a read; null when they are of different tables.</summary>
    public StatementRelation? To(StatementShape read) => relations.GetOrAdd(read, Compare);

    /// <summary>What does for many what it does for one; null where there is none.</summary>
    /// <param name="kinds">The kinds of its values.</param>
    /// <param name="isAsked">Whether somebody asks what each has changed.</param>
    public AlikeText? Alike(string kinds, bool isAsked) => alike.GetOrAdd((kinds, isAsked), static (of, shape) => AlikeText.Of(shape, of.Kinds, of.IsAsked), this);

    /// <summary>The statement with something else for the number of each parameter. Literals are passed over.</summary>
    public string With(Func<int, string> parameter) =>
        Number().Replace(Positional, match => match.Groups["n"] is { Success: true, Value: var n } ? parameter(int.Parse(n, CultureInfo.InvariantCulture)) : match.Value);

    private StatementRelation? Compare(StatementShape read) =>
        table.Length > 0 && !read.words.Contains(table) ? null
        : new StatementRelation(
            table.Length == 0 || table != read.table ? [] : [.. columns.Where(column => read.columns.ContainsKey(column.Key)).Select(column => (column.Value, read.columns[column.Key]))],
            ToldRows.Of(WriteForm.Of(Positional), ReadForm.Of(read.Positional)));

    // Literals are passed over.
    private static (IReadOnlyList<string> Names, string Text) Numbered(string text)
    {
        var names = new List<string>();
        return (names, Parameter().Replace(text, match =>
        {
            if (match.Groups["name"] is not { Success: true, Value: var name })
            {
                return match.Value;
            }

            if (!names.Contains(name))
            {
                names.Add(name);
            }

            return $"${names.IndexOf(name) + 1}";
        }));
    }

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

        if (Delete().Match(text) is { Success: true } delete)
        {
            return (delete.Groups["table"].Value, Equal(delete.Groups["where"].Value));
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

    private static Dictionary<string, string> Equal(string where) => OrOrNot().IsMatch(where) ? Nothing
        : And().Split(where).Select(condition => Equality().Match(condition)).Where(match => match.Success)
            .DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static Dictionary<string, string> Nothing => [];

    [GeneratedRegex(@"'[^']*'|@(?<name>\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"'[^']*'|\$(?<n>\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // Of one table, without another SELECT in it.
    [GeneratedRegex(@"^\s*SELECT\s(?:(?!\b(?:SELECT|FROM)\b).)*\bFROM\s+(?<table>\w+)\s+WHERE\s(?<where>(?:(?!\b(?:SELECT|FROM|JOIN|UNION|ORDER|GROUP|LIMIT)\b).)*)(?:\b(?:ORDER|GROUP|LIMIT)\s(?:(?!\b(?:SELECT|FROM|UNION)\b).)*)?$", RegexOptions.Singleline)]
    private static partial Regex SimpleRead();

    [GeneratedRegex(@"^\s*INSERT INTO\s+(?<table>\w+)\s*\((?<columns>[^()]*)\)\s*VALUES\s*\((?<values>[^()]*)\)\s*(?:$|RETURNING\b|ON CONFLICT\s+DO NOTHING|ON CONFLICT\s*\((?<found>[^()]*)\))", RegexOptions.Singleline)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^\s*UPDATE\s+(?<table>\w+)\s+SET\s(?<set>(?:(?!\b(?:SELECT|FROM|WHERE)\b).)*)\bWHERE\s(?<where>(?:(?!\b(?:SELECT|RETURNING)\b).)*)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"^\s*DELETE FROM\s+(?<table>\w+)\s+WHERE\s(?<where>(?:(?!\b(?:SELECT|RETURNING)\b).)*)$", RegexOptions.Singleline)]
    private static partial Regex Delete();

    [GeneratedRegex(@"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")]
    private static partial Regex Written();

    [GeneratedRegex(@"(\w+)\s*=")]
    private static partial Regex Assigned();

    // What is within a NOT is no condition of the whole; a column that is NOT NULL is another matter.
    [GeneratedRegex(@"\bOR\b|\bNOT\s*\(")]
    private static partial Regex OrOrNot();

    [GeneratedRegex(@"\sAND\s")]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(\w+)\s*=\s*@(\w+)\s*$")]
    private static partial Regex Equality();
}
