namespace Pipeline.Store.Postgres;

/// <summary>
/// What a write that waits to be sent becomes by a later one of the same step: a row that is added has the later values at once, and of two changes of the same columns there need be one. The
/// server keeps a version of the row less, with its places in the indexes. Only of values for one row by its key, and past statements that have nothing to do with it.
/// </summary>
internal static class Folding
{
    /// <summary>Puts a change into what waits; false where it must be sent itself.</summary>
    /// <param name="waiting">What waits, in its order.</param>
    /// <param name="step">The step that writes.</param>
    /// <param name="change">The change.</param>
    public static bool TryFold(List<Sending> waiting, int step, Statement change)
    {
        if (change.Shape.Write is not { Kind: WriteKind.Changes } form || form.Values.Values.Contains(WriteForm.Unsaid))
        {
            return false;
        }

        for (var i = waiting.Count - 1; i >= 0 && waiting[i].Step == step; i--)
        {
            var earlier = waiting[i];
            if (earlier.Kind == SendingKind.Write && Folded(earlier.Statement, change, form) is { } folded)
            {
                waiting[i] = new Sending(folded, SendingKind.Write) { Step = step };
                return true;
            }

            if (earlier.Statement.Shape.Mentions(form.Table) && !IsOfAnotherRow(earlier.Statement, change, form))
            {
                return false;
            }
        }

        return false;
    }

    private static Statement? Folded(Statement earlier, Statement change, WriteForm form)
    {
        if (earlier.Shape.Write is not { Kind: WriteKind.Adds or WriteKind.Changes } into || into.Table != form.Table || (into.Kind == WriteKind.Changes && into.Key.Count != form.Key.Count)
            || !form.Key.All(column => PlaceOf(into, column.Key) is { } at && IsSame(earlier, at, change, column.Value)) || !form.Values.Keys.All(column => IsItsOwn(into, column)))
        {
            return null;
        }

        var (values, kinds) = (earlier.Values.ToArray(), earlier.Kinds.ToCharArray());
        foreach (var (column, value) in form.Values)
        {
            (values[into.Values[column]], kinds[into.Values[column]]) = (change.Values[value], change.Kinds[value]);
        }

        return new Statement(earlier.Shape, values, new string(kinds));
    }

    private static bool IsOfAnotherRow(Statement earlier, Statement change, WriteForm form) =>
        earlier.Shape.Write is { } write && write.Table == form.Table
        && form.Key.Any(column => PlaceOf(write, column.Key) is { } at && earlier.Values[at] is string one && change.Values[column.Value] is string other && one != other);

    // Of a change, by what it finds its row; of a row that is added, what stands in it.
    private static int? PlaceOf(WriteForm write, string column) =>
        write.Key.TryGetValue(column, out var key) ? key : write.Kind == WriteKind.Adds && write.Values.TryGetValue(column, out var value) ? value : null;

    private static bool IsSame(Statement earlier, int at, Statement change, int value) =>
        earlier.Kinds[at] == change.Kinds[value] && earlier.Values[at] is { } one && one.Equals(change.Values[value]);

    // A parameter that stands for two columns can't become another for one of them.
    private static bool IsItsOwn(WriteForm into, string column) =>
        into.Values.TryGetValue(column, out var at) && at != WriteForm.Unsaid && into.Values.Values.Concat(into.Key.Values).Count(place => place == at) == 1;
}
