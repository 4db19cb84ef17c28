namespace Pipeline.Store.Postgres;

/// <summary>How a change becomes part of an earlier statement, as far as the two texts say.</summary>
/// <param name="IsOfItsTable">Whether the earlier one may read or write the table that is changed.</param>
/// <param name="Key">Of both, the parameters that say which row they are about.</param>
/// <param name="Values">Of both, the parameters of the columns that are changed; null where the earlier one does not say all that the change does.</param>
internal sealed record FoldPlan(bool IsOfItsTable, (int Earlier, int Change)[] Key, (int Earlier, int Change)[]? Values)
{
    public static FoldPlan Of(StatementShape earlier, WriteForm change)
    {
        if (earlier.Write is not { } into || into.Table != change.Table)
        {
            return new FoldPlan(earlier.Mentions(change.Table), [], null);
        }

        (int Earlier, int Change)[] key = [.. change.Key.Where(column => PlaceOf(into, column.Key) is not null).Select(column => (PlaceOf(into, column.Key)!.Value, column.Value))];
        var takesIt = into.Kind is WriteKind.Adds or WriteKind.Changes && (into.Kind != WriteKind.Changes || into.Key.Count == change.Key.Count) && key.Length == change.Key.Count
            && change.SaysEach && change.Values.Keys.All(column => IsItsOwn(into, column));
        return new FoldPlan(true, key, takesIt ? [.. change.Values.Select(column => (into.Values[column.Key], column.Value))] : null);
    }

    /// <summary>Both as one; null where they are not, or may not be, of the same row.</summary>
    public Statement? Fold(Statement earlier, Statement change)
    {
        if (Values is null)
        {
            return null;
        }

        foreach (var (there, here) in Key)
        {
            if (earlier.Kinds[there] != change.Kinds[here] || earlier.Values[there] is not { } one || !one.Equals(change.Values[here]))
            {
                return null;
            }
        }

        var (values, kinds) = (earlier.Values.ToArray(), earlier.Kinds.ToCharArray());
        foreach (var (there, here) in Values)
        {
            (values[there], kinds[there]) = (change.Values[here], change.Kinds[here]);
        }

        return new Statement(earlier.Shape, values, earlier.Shape.KindsOf(kinds));
    }

    /// <summary>Whether they are certainly of two rows.</summary>
    public bool AreOfTwoRows(Statement earlier, Statement change)
    {
        foreach (var (there, here) in Key)
        {
            if (earlier.Values[there] is string one && change.Values[here] is string other && one != other)
            {
                return true;
            }
        }

        return false;
    }

    // Of a change, by what it finds its row; of a row that is added, what stands in it.
    private static int? PlaceOf(WriteForm write, string column) =>
        write.Key.TryGetValue(column, out var key) ? key : write.Kind == WriteKind.Adds && write.Values.TryGetValue(column, out var value) ? value : null;

    // A parameter that stands for two columns can't become another for one of them.
    private static bool IsItsOwn(WriteForm into, string column) =>
        into.Values.TryGetValue(column, out var at) && at != WriteForm.Unsaid && into.Values.Values.Concat(into.Key.Values).Count(place => place == at) == 1;
}
