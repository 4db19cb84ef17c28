using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>Which rows a statement is about, as far as its text says.</summary>
/// <param name="Table">The table that it writes, or the only one that it reads; empty where that can't be told.</param>
/// <param name="Equal">By column of those rows, the name of the parameter that it equals.</param>
internal sealed partial record StatementRows(string Table, IReadOnlyDictionary<string, string> Equal)
{
    private static readonly StatementRows Unknown = new("", Nothing);

    // Of a read, the words by which it looks for its rows; of a write that changes columns of rows which are there, or takes them out, those columns.
    private IReadOnlySet<string>? sought;
    private IReadOnlySet<string>? changed;

    /// <summary>Whether it certainly reads and writes no other table.</summary>
    public bool IsOfOneTable { get; private init; }

    /// <summary>Whether it adds rows and changes none that are there.</summary>
    public bool Adds { get; private init; }

    private static Dictionary<string, string> Nothing => [];

    public static StatementRows OfRead(string text)
    {
        if (SimpleRead().Match(text) is not { Success: true } read)
        {
            return Unknown;
        }

        var where = read.Groups["where"].Value;
        return new(read.Groups["table"].Value, EqualIn(where)) { IsOfOneTable = true, sought = WordsOf(where) };
    }

    public static StatementRows OfWrite(string text)
    {
        if (Insert().Match(text) is { Success: true } insert)
        {
            return new(insert.Groups["table"].Value, OfInsert(insert)) { IsOfOneTable = !Select().IsMatch(text), Adds = !text.Contains("DO UPDATE", StringComparison.Ordinal) };
        }

        if (Update().Match(text) is { Success: true } update)
        {
            // What it sets a column to may be what somebody looks for.
            var (set, where) = (update.Groups["set"].Value, update.Groups["where"].Value);
            var assigned = Assigned().Matches(set).Select(match => match.Groups[1].Value).ToHashSet();
            return new(update.Groups["table"].Value, EqualIn(where).Where(column => !assigned.Contains(column.Key)).ToDictionary())
            {
                IsOfOneTable = true, changed = SetTogether().IsMatch(set) ? null : assigned,
            };
        }

        if (Delete().Match(text) is { Success: true } delete)
        {
            return new(delete.Groups["table"].Value, EqualIn(delete.Groups["where"].Value)) { IsOfOneTable = true, changed = new HashSet<string>() };
        }

        return Written().Match(text) is { Success: true } other ? new(other.Groups[1].Value, Nothing) : Unknown;
    }

    /// <summary>The words of a text, names of tables and columns among them.</summary>
    public static IReadOnlySet<string> WordsOf(string text) => Word().Matches(text).Select(match => match.Value).ToHashSet();

    /// <summary>Whether no row that a read has not found comes to be one that it finds: a change of what it does not look at brings it none.</summary>
    public bool BringsNoneTo(StatementRows read) => Table == read.Table && changed is not null && read.sought is not null && !changed.Overlaps(read.sought);

    // Of a row that is there already only the columns are known by which it was found.
    private static Dictionary<string, string> OfInsert(Match insert)
    {
        var names = insert.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries);
        var values = insert.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
        var found = insert.Groups["found"] is { Success: true } by ? by.Value.Split(',', StringSplitOptions.TrimEntries) : names;
        return names.Length != values.Length ? Nothing
            : names.Zip(values).Where(pair => pair.Second.StartsWith('@') && found.Contains(pair.First)).ToDictionary(pair => pair.First, pair => pair.Second[1..]);
    }

    private static Dictionary<string, string> EqualIn(string where) => OrOrNot().IsMatch(where) ? Nothing
        : And().Split(where).Select(condition => Equality().Match(condition)).Where(match => match.Success)
            .DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bSELECT\b")]
    private static partial Regex Select();

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

    // Of several columns at once nobody knows here which they are.
    [GeneratedRegex(@"\)\s*=")]
    private static partial Regex SetTogether();

    // What is within a NOT is no condition of the whole; a column that is NOT NULL is another matter.
    [GeneratedRegex(@"\bOR\b|\bNOT\s*\(")]
    private static partial Regex OrOrNot();

    [GeneratedRegex(@"\sAND\s")]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(\w+)\s*=\s*@(\w+)\s*$")]
    private static partial Regex Equality();
}
