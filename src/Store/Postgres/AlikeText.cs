using System.Text.RegularExpressions;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// What does for many rows of values what a statement does for one: the server works through one plan, and one statement goes over the wire. Only of statements of which that is certain by
/// their form: reads, what adds a row of values, and what changes or takes out the rows that some of its values name.
/// </summary>
internal sealed partial class AlikeText
{
    private readonly string text;
    private readonly string kinds;
    private readonly int[] distinct;

    private AlikeText(string text, string kinds, IEnumerable<int> distinct)
    {
        this.text = text;
        this.kinds = kinds;
        this.distinct = [.. distinct];
    }

    /// <summary>Null where there is none.</summary>
    /// <param name="shape">The statement.</param>
    /// <param name="kinds">The kinds of its values.</param>
    /// <param name="isAsked">Whether somebody asks what each has changed: it says the number, from 1, of those that have changed their row.</param>
    public static AlikeText? Of(StatementShape shape, string kinds, bool isAsked)
    {
        if (kinds.Length == 0 || kinds.Length != shape.Parameters.Count || kinds.Contains(ValueKinds.Other))
        {
            return null;
        }

        var columns = string.Join(", ", Enumerable.Range(1, kinds.Length).Select(i => $"p{i}"));
        var arrays = $"unnest({string.Join(", ", Enumerable.Range(1, kinds.Length).Select(i => $"${i}"))})";
        var each = shape.With(n => $"alike.p{n}");
        if (isAsked)
        {
            var numbered = $"{arrays} WITH ORDINALITY AS alike ({columns}, n)";
            return OfAskedInsert(shape, each, numbered, kinds) ?? OfUpdate(shape, each, numbered, kinds, " RETURNING alike.n");
        }

        return shape.IsRead ? new AlikeText($"SELECT alike.n, found.* FROM {arrays} WITH ORDINALITY AS alike ({columns}, n) CROSS JOIN LATERAL (\n{each}\n) AS found", kinds, [])
            : OfInsert(shape, each, $"{arrays} AS alike ({columns})", kinds)
                ?? OfUpdate(shape, each, $"{arrays} AS alike ({columns})", kinds)
                ?? OfDelete(shape, each, $"{arrays} AS alike ({columns})", kinds);
    }

    /// <summary>What the statement's row is told by, where no two of them may be about the same; null where they may.</summary>
    public string? RowOf(Statement statement) => distinct switch
    {
        [] => null,
        [var only] => statement.Values[only]?.ToString() ?? "",
        _ => string.Join('\n', distinct.Select(at => statement.Values[at])),
    };

    public NpgsqlBatchCommand ToCommand(IReadOnlyList<Statement> statements)
    {
        var command = new NpgsqlBatchCommand(text);
        for (var i = 0; i < kinds.Length; i++)
        {
            command.Parameters.Add(ValueKinds.Array(kinds[i], statements, i));
        }

        return command;
    }

    private static AlikeText? OfInsert(StatementShape shape, string each, string alike, string kinds)
    {
        if (Insert().Match(each) is not { Success: true } insert)
        {
            return null;
        }

        // Of what is changed where it is there already, no row may come twice.
        var rest = insert.Groups["rest"].Value;
        var changes = rest.Contains("DO UPDATE", StringComparison.Ordinal);
        return rest.Contains("alike.", StringComparison.Ordinal) || (changes && !shape.Keys.Any()) ? null
            : new AlikeText($"{insert.Groups["into"].Value}SELECT {insert.Groups["values"].Value} FROM {alike} {rest}", kinds, changes ? shape.Keys : []);
    }

    // What is added says nothing of where it came from, so it is known by all that it is; two that are the same do not go together.
    private static AlikeText? OfAskedInsert(StatementShape shape, string each, string alike, string kinds)
    {
        if (Insert().Match(each) is not { Success: true } insert)
        {
            return null;
        }

        var rest = insert.Groups["rest"].Value;
        if (rest.Contains("DO UPDATE", StringComparison.Ordinal) || rest.Contains("alike.", StringComparison.Ordinal))
        {
            return null;
        }

        var added = string.Join(", ", shape.KeyColumns.Keys);
        var same = string.Join(" AND ", shape.KeyColumns.Select(column => $"added.{column.Key} IS NOT DISTINCT FROM alike.p{column.Value + 1}"));
        return added.Length == 0 ? null : new AlikeText(
            $"""
             WITH alike AS (SELECT * FROM {alike}), added AS ({insert.Groups["into"].Value}SELECT {insert.Groups["values"].Value} FROM alike {rest} RETURNING {added})
             SELECT alike.n FROM alike JOIN added ON {same}
             """,
            kinds,
            shape.Keys);
    }

    private static AlikeText? OfUpdate(StatementShape shape, string each, string alike, string kinds, string answer = "") =>
        shape.Keys.Any() && Update().Match(each) is { Success: true } update
            ? new AlikeText($"{update.Groups["set"].Value}FROM {alike} {update.Groups["where"].Value}{answer}", kinds, shape.Keys)
            : null;

    private static AlikeText? OfDelete(StatementShape shape, string each, string alike, string kinds) =>
        shape.Keys.Any() && Delete().Match(each) is { Success: true } delete
            ? new AlikeText($"{delete.Groups["from"].Value} USING {alike} {delete.Groups["where"].Value}", kinds, [])
            : null;

    [GeneratedRegex(@"^(?<into>\s*INSERT INTO\s+\w+\s*\([^()]*\)\s*)VALUES\s*\((?<values>[^()]*)\)\s*(?<rest>$|ON CONFLICT\s(?:(?!\bRETURNING\b).)*$)", RegexOptions.Singleline)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^(?<set>\s*UPDATE\s+\w+\s+SET\s(?:(?!\b(?:SELECT|FROM|WHERE)\b).)*)(?<where>\bWHERE\s(?:(?!\b(?:SELECT|RETURNING)\b).)*)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"^(?<from>\s*DELETE FROM\s+\w+)\s+(?<where>WHERE\s(?:(?!\b(?:SELECT|RETURNING)\b).)*)$", RegexOptions.Singleline)]
    private static partial Regex Delete();
}
