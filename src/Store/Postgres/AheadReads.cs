namespace Pipeline.Store.Postgres;

/// <summary>What is fetched ahead of who reads it, or will be with what is sent next, until a statement of the same transaction writes what it was read from.</summary>
internal sealed class AheadReads
{
    private readonly Dictionary<StatementShape, List<Sending>> byShape = [];

    public void Add(Sending sending)
    {
        if (!byShape.TryGetValue(sending.Statement.Shape, out var alike))
        {
            byShape[sending.Statement.Shape] = alike = [];
        }

        alike.Add(sending);
    }

    /// <summary>This very read; null when nobody said that it would come.</summary>
    public Sending? Find(Statement read) =>
        byShape.TryGetValue(read.Shape, out var alike) ? alike.Find(sending => sending.Statement.HasValuesOf(read)) : null;

    /// <summary>Has what was fetched be as it is after a write, where the write says how, and forgets what it may have made another.</summary>
    public void Outdate(Statement write)
    {
        foreach (var (read, alike) in byShape)
        {
            if (write.Shape.To(read) is { } relation)
            {
                alike.ForEach(sending => Outdate(sending, write, relation));
                alike.RemoveAll(sending => sending.IsOutdated);
            }
        }
    }

    /// <summary>Forgets what writes have said that are taken back.</summary>
    public void ForgetTold()
    {
        foreach (var alike in byShape.Values)
        {
            alike.RemoveAll(sending => sending.IsTold);
        }
    }

    /// <summary>Forgets what was not fetched.</summary>
    public void RemoveUnread()
    {
        foreach (var alike in byShape.Values)
        {
            alike.RemoveAll(sending => sending.Rows is null);
        }
    }

    public void Clear() => byShape.Clear();

    private static void Outdate(Sending sending, Statement write, StatementRelation relation)
    {
        if (!relation.MayChange(write, sending.Statement))
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
