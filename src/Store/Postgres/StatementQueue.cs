using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Statements of a connection that wait for the next one that somebody waits for, with which they go together.</summary>
internal sealed class StatementQueue(NpgsqlConnection connection)
{
    private readonly List<Sending> waiting = [];
    private int step;
    private int folded;

    public int Count => waiting.Count;

    /// <summary>Whether something was sent and failed since it was cleared: then the server takes back everything.</summary>
    public bool HasFailed { get; private set; }

    public Sending Add(Statement statement, SendingKind kind, string? sequence = null)
    {
        var sending = new Sending(statement, kind) { Sequence = sequence, Step = step };
        waiting.Add(sending);
        return sending;
    }

    /// <summary>The next step begins.</summary>
    public void BeginStep()
    {
        step++;
        folded = 0;
    }

    /// <summary>Puts a write of which nobody asks the outcome into an earlier one of its step, where that says all that both do; else it waits.</summary>
    public void AddOrFold(Statement write)
    {
        if (Folding.TryFold(waiting, step, write))
        {
            folded++;
        }
        else
        {
            Add(write, SendingKind.Write);
        }
    }

    public void Clear()
    {
        waiting.Clear();
        HasFailed = false;
    }

    public void RemoveOutdated() => waiting.RemoveAll(sending => sending.IsOutdated);

    /// <summary>Forgets reads that nobody came for.</summary>
    public void RemoveReads() => waiting.RemoveAll(sending => sending.Kind == SendingKind.Ahead);

    /// <summary>Takes out the reads that wait.</summary>
    public IReadOnlyList<Sending> TakeReads()
    {
        var reads = waiting.FindAll(sending => sending.Kind == SendingKind.Ahead);
        RemoveReads();
        return reads;
    }

    /// <summary>Takes back the last writes of the step; false where not as many are here.</summary>
    public bool TryTakeBack(long writes)
    {
        writes -= folded;
        var unsent = waiting.FindAll(sending => sending.Kind is SendingKind.Write or SendingKind.Save);
        if (unsent.Count < writes)
        {
            return false;
        }

        var taken = unsent.TakeLast((int)writes).ToHashSet();
        waiting.RemoveAll(taken.Contains);
        return true;
    }

    /// <summary>Sends what waits, then a statement.</summary>
    /// <returns>The rows of the latter, the command that it was, and what went before it.</returns>
    public (NpgsqlDataReader Rows, NpgsqlBatchCommand? Last, IReadOnlyList<Sending> Before) Send(Statement? last)
    {
        var sent = waiting.ToArray();
        waiting.Clear();
        var parcels = Parcels.Of(sent);
        var batch = connection.CreateBatch();
        parcels.ForEach(parcel => batch.BatchCommands.Add(parcel.ToCommand()));
        var lastCommand = last?.ToCommand();
        if (lastCommand is not null)
        {
            batch.BatchCommands.Add(lastCommand);
        }

        NpgsqlDataReader? reader = null;
        try
        {
            // Sent synchronously, the second and later statements of a batch are written by a scheduler that all connections share, half as many at a time as there are processors.
            reader = batch.BatchCommands.Count == 1 ? batch.ExecuteReader() : batch.ExecuteReaderAsync().GetAwaiter().GetResult();
            parcels.ForEach(parcel => parcel.Keep(reader));
            return (reader, lastCommand, sent);
        }
        catch
        {
            HasFailed = true;
            reader?.Dispose();
            throw;
        }
    }
}
