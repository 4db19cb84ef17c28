using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>A read of some columns of the rows of one table in which some columns equal parameters, and nothing else.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">What is read, in its order.</param>
/// <param name="Where">By column, the number of the parameter that it equals.</param>
internal sealed partial record ReadForm(string Table, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, int> Where)
{
    /// <summary>Null where a statement is anything else.</summary>
    /// <param name="text">The statement, with numbers for the names of its parameters.</param>
    public static ReadForm? Of(string text) => Form().Match(text) is { Success: true } form && Equalities.Of(form.Groups["where"].Value) is { } where
        ? new ReadForm(form.Groups["table"].Value, form.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries), where)
        : null;

    [GeneratedRegex(@"^\s*SELECT\s+(?<columns>\w+(?:\s*,\s*\w+)*)\s+FROM\s+(?<table>\w+)\s+WHERE\s+(?<where>.*)$", RegexOptions.Singleline)]
    private static partial Regex Form();
}

/// <summary>A write of parameters to one row of a table: one that is added, or set where it is there already, whole; or one that is changed in some columns.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">By column, the number of the parameter by which the row is found.</param>
/// <param name="Values">By column, the number of the parameter that stands in it now; <see cref="Unsaid"/> for one that becomes something else.</param>
/// <param name="Kind">What it does with the row.</param>
internal sealed partial record WriteForm(string Table, IReadOnlyDictionary<string, int> Key, IReadOnlyDictionary<string, int> Values, WriteKind Kind)
{
    /// <summary>What stands in a column is not said.</summary>
    public const int Unsaid = -1;

    /// <summary>What stands in a column is what stood there.</summary>
    public const int Untouched = -2;

    /// <summary>Whether it says what stands in each column that it writes.</summary>
    public bool SaysEach { get; } = !Values.Values.Contains(Unsaid);

    /// <summary>Null where a statement is anything else.</summary>
    /// <param name="text">The statement, with numbers for the names of its parameters.</param>
    public static WriteForm? Of(string text) => Upsert().Match(text) is { Success: true } upsert ? OfUpsert(upsert)
        : Insert().Match(text) is { Success: true } insert ? OfInsert(insert)
        : Update().Match(text) is { Success: true } update ? OfUpdate(update)
        : null;

    private static string[] Words(Group group) => group.Value.Split(',', StringSplitOptions.TrimEntries);

    private static WriteForm? OfInsert(Match insert)
    {
        var (columns, parameters) = (Words(insert.Groups["columns"]), Words(insert.Groups["values"]));
        return columns.Length != parameters.Length ? null
            : new WriteForm(
                insert.Groups["table"].Value, new Dictionary<string, int>(), columns.Zip(parameters).ToDictionary(pair => pair.First, pair => int.Parse(pair.Second[1..]) - 1), WriteKind.Adds);
    }

    private static WriteForm? OfUpsert(Match upsert)
    {
        var (columns, parameters, found) = (Words(upsert.Groups["columns"]), Words(upsert.Groups["values"]), Words(upsert.Groups["found"]));
        var set = upsert.Groups["set"].Captures.Select(capture => capture.Value).ToList();
        if (columns.Length != parameters.Length || !set.Concat(found).ToHashSet().SetEquals(columns) || upsert.Groups["set"].Captures.Zip(upsert.Groups["of"].Captures).Any(pair => pair.First.Value != pair.Second.Value))
        {
            return null;
        }

        var values = columns.Zip(parameters).ToDictionary(pair => pair.First, pair => int.Parse(pair.Second[1..]) - 1);
        return new WriteForm(upsert.Groups["table"].Value, values.Where(value => found.Contains(value.Key)).ToDictionary(), values, WriteKind.Sets);
    }

    private static WriteForm? OfUpdate(Match update)
    {
        var values = Assignment().Matches(update.Groups["set"].Value).ToDictionary(set => set.Groups["column"].Value, set => set.Groups["value"] is { Success: true } value ? int.Parse(value.Value) - 1 : Unsaid);
        return Equalities.Of(update.Groups["where"].Value) is { } key && !key.Keys.Any(values.ContainsKey) ? new WriteForm(update.Groups["table"].Value, key, values, WriteKind.Changes) : null;
    }

    [GeneratedRegex(
        @"^\s*INSERT INTO\s+(?<table>\w+)\s*\((?<columns>[\w\s,]+)\)\s*VALUES\s*\((?<values>\s*\$\d+(?:\s*,\s*\$\d+)*\s*)\)\s*ON CONFLICT\s*\((?<found>[\w\s,]+)\)\s*DO UPDATE SET\s+(?<set>\w+)\s*=\s*excluded\.(?<of>\w+)(?:\s*,\s*(?<set>\w+)\s*=\s*excluded\.(?<of>\w+))*\s*$",
        RegexOptions.Singleline)]
    private static partial Regex Upsert();

    [GeneratedRegex(@"^\s*INSERT INTO\s+(?<table>\w+)\s*\((?<columns>[\w\s,]+)\)\s*VALUES\s*\((?<values>\s*\$\d+(?:\s*,\s*\$\d+)*\s*)\)\s*$", RegexOptions.Singleline)]
    private static partial Regex Insert();

    // Of plain assignments and sums: with a parenthesis in it nobody knows where one ends.
    [GeneratedRegex(@"^\s*UPDATE\s+(?<table>\w+)\s+SET\s+(?<set>(?:(?!\b(?:SELECT|FROM|WHERE)\b)[^()'])*)\bWHERE\s+(?<where>.*)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"(?<column>\w+)\s*=\s*(?:\$(?<value>\d+)\s*(?=,|$)|[^,]*)")]
    private static partial Regex Assignment();
}

/// <summary>What a write does with its row.</summary>
internal enum WriteKind
{
    /// <summary>It adds it, and fails where it is there.</summary>
    Adds,

    /// <summary>It adds it, or sets all of it where it is there.</summary>
    Sets,

    /// <summary>It changes some of its columns, where it is there.</summary>
    Changes,
}

/// <summary>Conditions of which each says that a column equals a parameter.</summary>
internal static partial class Equalities
{
    /// <summary>By column, the number of its parameter; null where there is anything else.</summary>
    public static IReadOnlyDictionary<string, int>? Of(string where)
    {
        var equal = And().Split(where).Select(condition => Equality().Match(condition)).ToList();
        return equal.TrueForAll(match => match.Success) && equal.DistinctBy(match => match.Groups["column"].Value).Count() == equal.Count
            ? equal.ToDictionary(match => match.Groups["column"].Value, match => int.Parse(match.Groups["value"].Value) - 1)
            : null;
    }

    [GeneratedRegex(@"\sAND\s")]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(?<column>\w+)\s*=\s*\$(?<value>\d+)\s*$")]
    private static partial Regex Equality();
}
