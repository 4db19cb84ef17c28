using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Statements of a connection that wait for the next one that somebody waits for, with which they go together.</summary>
internal sealed class StatementQueue(NpgsqlConnection connection)
{
    private readonly List<Sending> waiting = [];

    public int Count => waiting.Count;

    /// <summary>Whether something was sent and failed since it was cleared: then the server takes back everything.</summary>
    public bool HasFailed { get; private set; }

    public Sending Add(NpgsqlBatchCommand statement, SendingKind kind, string? sequence = null)
    {
        var sending = new Sending(statement, kind) { Sequence = sequence };
        waiting.Add(sending);
        return sending;
    }

    public void Clear()
    {
        waiting.Clear();
        HasFailed = false;
    }

    public void RemoveOutdated() => waiting.RemoveAll(sending => sending.IsOutdated);

    /// <summary>Forgets reads that nobody came for.</summary>
    public void RemoveReads() => waiting.RemoveAll(sending => sending.Kind == SendingKind.Ahead);

    /// <summary>Takes back the last writes; false where not as many are here.</summary>
    public bool TryTakeBack(long writes)
    {
        var unsent = waiting.FindAll(sending => sending.Kind == SendingKind.Write);
        if (unsent.Count < writes)
        {
            return false;
        }

        var taken = unsent.TakeLast((int)writes).ToHashSet();
        waiting.RemoveAll(taken.Contains);
        return true;
    }

    /// <summary>Sends what waits, then a statement.</summary>
    /// <returns>The rows of the latter, and what went before it.</returns>
    public (NpgsqlDataReader Rows, IReadOnlyList<Sending> Before) Send(NpgsqlBatchCommand? last)
    {
        var sent = waiting.ToArray();
        waiting.Clear();
        var batch = connection.CreateBatch();
        foreach (var statement in sent.Select(sending => sending.Statement).Concat(last is null ? [] : [last]))
        {
            batch.BatchCommands.Add(statement);
        }

        NpgsqlDataReader? reader = null;
        try
        {
            // Sent synchronously, the second and later statements of a batch are written by a scheduler that all connections share, half as many at a time as there are processors.
            reader = batch.BatchCommands.Count == 1 ? batch.ExecuteReader() : batch.ExecuteReaderAsync().GetAwaiter().GetResult();
            Array.ForEach(sent, sending => sending.Keep(reader));
            return (reader, sent);
        }
        catch
        {
            HasFailed = true;
            reader?.Dispose();
            throw;
        }
    }
}
