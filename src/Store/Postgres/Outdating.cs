using System.Text.RegularExpressions;

namespace Pipeline.Store.Postgres;

/// <summary>What was fetched ahead and is not as it was any more, since a statement of the same transaction has written what it was read from.</summary>
internal static partial class Outdating
{
    /// <summary>Null for a statement that only reads. One that can't be told by how it begins may have written everything.</summary>
    public static Predicate<Sending>? By(string statement)
    {
        if (statement.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A name is found in more than what reads the table. To fetch that anew costs a question.
        var table = Written().Match(statement) is { Success: true } match ? match.Groups[1].Value : "";
        return sending => sending.Kind == SendingKind.Ahead && sending.Statement.CommandText.Contains(table, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")]
    private static partial Regex Written();
}
