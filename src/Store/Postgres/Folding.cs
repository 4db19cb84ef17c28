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
        if (change.Shape.Write is not { Kind: WriteKind.Changes, SaysEach: true })
        {
            return false;
        }

        for (var i = waiting.Count - 1; i >= 0 && waiting[i].Step == step; i--)
        {
            var earlier = waiting[i];
            var plan = change.Shape.Into(earlier.Statement.Shape);
            if (earlier.Kind == SendingKind.Write && plan.Fold(earlier.Statement, change) is { } folded)
            {
                waiting[i] = new Sending(folded, SendingKind.Write) { Step = step };
                return true;
            }

            if (plan.IsOfItsTable && !plan.AreOfTwoRows(earlier.Statement, change))
            {
                return false;
            }
        }

        return false;
    }
}
