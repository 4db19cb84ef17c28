namespace Pipeline.Store.Postgres;

/// <summary>What is fetched ahead of who reads it, or will be with what is sent next, until a statement of the same transaction writes what it was read from.</summary>
internal sealed class AheadReads
{
    private readonly Dictionary<StatementShape, Dictionary<object?[], Sending>> byShape = [];

    public void Add(Sending sending)
    {
        if (!byShape.TryGetValue(sending.Statement.Shape, out var alike))
        {
            byShape[sending.Statement.Shape] = alike = new(SameValues.Comparer);
        }

        alike[sending.Statement.Values] = sending;
    }

    /// <summary>This very read; null when nobody said that it would come.</summary>
    public Sending? Find(Statement read) =>
        byShape.TryGetValue(read.Shape, out var alike) ? alike.GetValueOrDefault(read.Values) : null;

    /// <summary>Has what was fetched be as it is after a write, where the write says how, and forgets what it may have made another.</summary>
    /// <returns>Whether something was forgotten.</returns>
    public bool Outdate(Statement write)
    {
        var forgets = false;
        foreach (var (read, alike) in byShape)
        {
            if (write.Shape.To(read) is not { } relation)
            {
                continue;
            }

            var isAny = false;
            foreach (var sending in alike.Values)
            {
                Outdate(sending, write, relation);
                isAny |= sending.IsOutdated;
            }

            forgets |= isAny && Forget(alike, static sending => sending.IsOutdated);
        }

        return forgets;
    }

    /// <summary>Forgets what writes have said that are taken back.</summary>
    public void ForgetTold()
    {
        foreach (var alike in byShape.Values)
        {
            Forget(alike, sending => sending.IsTold);
        }
    }

    /// <summary>Forgets what was not fetched.</summary>
    public void RemoveUnread()
    {
        foreach (var alike in byShape.Values)
        {
            Forget(alike, sending => sending.Rows is null);
        }
    }

    public void Clear() => byShape.Clear();

    private static bool Forget(Dictionary<object?[], Sending> alike, Func<Sending, bool> isForgotten)
    {
        var before = alike.Count;
        foreach (var (values, sending) in alike)
        {
            if (isForgotten(sending))
            {
                alike.Remove(values);
            }
        }

        return alike.Count < before;
    }

    private static void Outdate(Sending sending, Statement write, StatementRelation relation)
    {
        if (!relation.MayChange(write, sending.Statement) || (relation.BringsNone && sending.Rows is { Rows.Count: 0 }))
        {
            return;
        }

        if (sending.Rows is { } rows && relation.Told?.After(rows, write, sending.Statement) is { } after)
        {
            (sending.Rows, sending.IsTold) = (after, true);
        }
        else
        {
            sending.IsOutdated = true;
        }
    }
}
