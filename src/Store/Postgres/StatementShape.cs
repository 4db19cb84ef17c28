using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>
/// What can be told of a statement by its text. It tells apart a write and a read that can't be about the same row; what can't be told is taken to be about every row.
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
    private readonly ConcurrentDictionary<StatementShape, FoldPlan> foldings = new();
    private readonly ConcurrentDictionary<(string Kinds, bool IsAsked), AlikeText?> alike = new();
    private readonly IReadOnlySet<string> tables;
    private readonly IReadOnlyList<string> parents;
    private readonly StatementRows rows;
    private readonly IReadOnlyDictionary<string, int> columns;
    private string kinds = "";

    private StatementShape(string text)
    {
        Text = text;
        IsRead = text.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.Ordinal);
        (Parameters, Positional) = Numbered(text);
        rows = IsRead ? StatementRows.OfRead(text) : StatementRows.OfWrite(text);
        parents = IsRead ? [] : Parents.GetValueOrDefault(rows.Table, []);
        tables = rows.IsOfOneTable ? new HashSet<string> { rows.Table } : StatementRows.WordsOf(text);
        Write = IsRead ? null : WriteForm.Of(Positional);
        columns = rows.Equal.Where(column => Parameters.Contains(column.Value)).ToDictionary(column => column.Key, column => Parameters.ToList().IndexOf(column.Value));
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

    /// <summary>The same by column.</summary>
    public IReadOnlyDictionary<string, int> KeyColumns => columns;

    /// <summary>Whether it only reads. One that can't be told by how it begins may have written everything.</summary>
    public bool IsRead { get; }

    /// <summary>Whether it certainly writes.</summary>
    public bool IsWrite => !IsRead && rows.Table.Length > 0;

    /// <summary>What it writes to which row, where its text says that; else null.</summary>
    public WriteForm? Write { get; }

    /// <summary>Whether it may read or write a table: it names it.</summary>
    public bool Mentions(string table) => tables.Contains(table);

    public static StatementShape Of(string text) => Known.GetOrAdd(text, static text => new StatementShape(text));

    /// <summary>What this one, which may write, has to do with a read; null when they are of different tables.</summary>
    public StatementRelation? To(StatementShape read) => relations.GetOrAdd(read, static (read, shape) => shape.Compare(read), this);

    /// <summary>How this one, which changes a row, becomes part of an earlier statement.</summary>
    public FoldPlan Into(StatementShape earlier) => foldings.GetOrAdd(earlier, static (earlier, shape) => FoldPlan.Of(earlier, shape.Write!), this);

    /// <summary>The kinds of its values as a word, which is mostly the one that it was before.</summary>
    public string KindsOf(ReadOnlySpan<char> letters)
    {
        var known = kinds;
        return letters.SequenceEqual(known) ? known : kinds = new string(letters);
    }

    /// <summary>What does for many what it does for one; null where there is none.</summary>
    /// <param name="kinds">The kinds of its values.</param>
    /// <param name="isAsked">Whether somebody asks what each has changed.</param>
    public AlikeText? Alike(string kinds, bool isAsked) => alike.GetOrAdd((kinds, isAsked), static (of, shape) => AlikeText.Of(shape, of.Kinds, of.IsAsked), this);

    /// <summary>The statement with something else for the number of each parameter. Literals are passed over.</summary>
    public string With(Func<int, string> parameter) =>
        Number().Replace(Positional, match => match.Groups["n"] is { Success: true, Value: var n } ? parameter(int.Parse(n, CultureInfo.InvariantCulture)) : match.Value);

    private StatementRelation? Compare(StatementShape read)
    {
        if (rows.Table.Length > 0 && !read.tables.Contains(rows.Table))
        {
            return read.parents.Contains(rows.Table) ? StatementRelation.OfParent(rows.Adds) : null;
        }

        return new StatementRelation(
            rows.Table.Length == 0 || rows.Table != read.rows.Table ? [] : [.. columns.Where(column => read.columns.ContainsKey(column.Key)).Select(column => (column.Value, read.columns[column.Key]))],
            rows.BringsNoneTo(read.rows),
            ToldRows.Of(Write, ReadForm.Of(read.Positional)));
    }

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

    [GeneratedRegex(@"'[^']*'|@(?<name>\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"'[^']*'|\$(?<n>\d+)")]
    private static partial Regex Number();
}
