using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>What is fetched ahead of who reads it, or will be with what is sent next, until a statement of the same transaction writes what it was read from.</summary>
internal sealed class AheadReads
{
    private readonly Dictionary<StatementShape, List<Sending>> byShape = [];

    public void Add(StatementShape shape, Sending sending)
    {
        if (!byShape.TryGetValue(shape, out var alike))
        {
            byShape[shape] = alike = [];
        }

        alike.Add(sending);
    }

    /// <summary>This very read; null when nobody said that it would come.</summary>
    public Sending? Find(StatementShape shape, NpgsqlBatchCommand read) =>
        byShape.TryGetValue(shape, out var alike) ? alike.Find(sending => sending.HasParametersOf(read)) : null;

    /// <summary>Forgets what a statement that writes may have made another.</summary>
    public void Outdate(StatementShape shape, NpgsqlBatchCommand write)
    {
        foreach (var (read, alike) in byShape)
        {
            if (shape.To(read) is { } relation)
            {
                foreach (var sending in alike)
                {
                    sending.IsOutdated = relation.MayChange(write, sending.Statement);
                }

                alike.RemoveAll(sending => sending.IsOutdated);
            }
        }
    }

    public void Clear() => byShape.Clear();
}
