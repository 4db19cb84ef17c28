using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>What is fetched ahead of who reads it, or will be with what is sent next, until a statement of the same transaction writes what it was read from.</summary>
internal sealed class AheadReads
{
    // Texts are the same objects wherever they come from (PostgresCommand), and another one only means that a read is asked again.
    private readonly Dictionary<string, List<Sending>> byText = new(ReferenceEqualityComparer.Instance);

    public void Add(Sending sending)
    {
        if (!byText.TryGetValue(sending.Statement.CommandText, out var alike))
        {
            byText[sending.Statement.CommandText] = alike = [];
        }

        alike.Add(sending);
    }

    /// <summary>This very read; null when nobody said that it would come.</summary>
    public Sending? Find(NpgsqlBatchCommand read) =>
        byText.TryGetValue(read.CommandText, out var alike) ? alike.Find(sending => sending.HasParametersOf(read)) : null;

    /// <summary>Forgets what a statement may have made another.</summary>
    public void Outdate(NpgsqlBatchCommand statement)
    {
        if (byText.Count == 0 || StatementShape.Of(statement).IsRead)
        {
            return;
        }

        foreach (var alike in byText.Values)
        {
            foreach (var sending in alike.Where(sending => StatementShape.MayChange(statement, sending.Statement)))
            {
                sending.IsOutdated = true;
            }

            alike.RemoveAll(sending => sending.IsOutdated);
        }
    }

    public void Clear() => byText.Clear();
}
