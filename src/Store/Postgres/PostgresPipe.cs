using System.Data.Common;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// Sends several statements of a connection in one go, since each go waits for the server once, and others for the locks that are held meanwhile.
/// A write that nobody asks the outcome of waits in the queue for whatever is sent next, at the latest for the commit. What is said to be read
/// soon is fetched with it, and given to who reads it, until a statement of the same transaction writes what it was read from.
/// </summary>
internal sealed class PostgresPipe(NpgsqlConnection connection)
{
    private readonly List<Sending> queue = [];
    private readonly AheadReads ahead = new();
    private readonly DrawnNumbers drawn = new();
    private bool isOpen;
    private bool isLater;
    private bool isAhead;

    /// <summary>A transaction has begun that ends here: writes may wait for its commit.</summary>
    public void Open()
    {
        Close();
        isOpen = true;
    }

    /// <summary>The transaction has ended, and what waits with it.</summary>
    public void Close()
    {
        queue.Clear();
        ahead.Clear();
        drawn.Clear();
        isOpen = false;
    }

    /// <summary>Runs what writes one statement, of which nobody asks the outcome before the transaction has ended.</summary>
    public Written Later(Func<int> write)
    {
        isLater = isOpen;
        try
        {
            var rows = write();
            return isOpen && queue[^1] is { } waiting ? new Written(() => waiting.Statement.RecordsAffected) : new Written(() => rows);
        }
        finally
        {
            isLater = false;
        }
    }

    /// <summary>
    /// Runs what names reads that will come; it finds what was fetched already. Only in a transaction: the provider writes a batch's second statement on a thread
    /// of the pool, and reads outside of steps run on such threads, which would wait for each other.
    /// </summary>
    public void Ahead(Action reads)
    {
        if (!isOpen)
        {
            return;
        }

        isAhead = true;
        try
        {
            reads();
        }
        finally
        {
            isAhead = false;
        }
    }

    /// <summary>Puts a statement into the queue whose result nobody asks for.</summary>
    public void Add(NpgsqlBatchCommand statement) => queue.Add(new Sending(statement, SendingKind.Silent));

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        if (queue.Count > 0)
        {
            Send(null).Dispose();
        }
    }

    /// <summary>Has so many numbers of a sequence drawn with what is sent next. One that is not used when the transaction ends is a gap.</summary>
    public void Draw(string sequence, int count)
    {
        if (!isOpen || drawn.Missing(sequence, count) is not (> 0 and var missing))
        {
            return;
        }

        var statement = new NpgsqlBatchCommand($"SELECT nextval('{sequence}') FROM generate_series(1, $1)");
        statement.Parameters.Add(new NpgsqlParameter<int> { TypedValue = missing });
        queue.Add(new Sending(statement, SendingKind.Draw) { Sequence = sequence });
        drawn.Ask(sequence, missing);
    }

    /// <summary>A number that was drawn; null when none is left.</summary>
    public long? TakeDrawn(string sequence)
    {
        if (drawn.Take(sequence) is { } number)
        {
            return number;
        }

        if (!drawn.IsAsked(sequence))
        {
            return null;
        }

        Flush();
        return drawn.Take(sequence);
    }

    /// <returns>How many rows it has changed; 0 where nobody asks.</returns>
    public int Execute(NpgsqlBatchCommand statement)
    {
        Outdate(statement);
        if (isLater)
        {
            queue.Add(new Sending(statement, SendingKind.Write));
            return 0;
        }

        Send(statement).Dispose();
        return statement.RecordsAffected;
    }

    public DbDataReader Read(NpgsqlBatchCommand statement)
    {
        var known = ahead.Find(statement);
        if (isAhead && known?.Rows is null)
        {
            if (known is null)
            {
                var sending = new Sending(statement, SendingKind.Ahead);
                queue.Add(sending);
                ahead.Add(sending);
            }

            return FetchedReader.OfNothing();
        }

        if (known is not null)
        {
            if (known.Rows is null)
            {
                Flush();
            }

            return known.Rows!.Read();
        }

        Outdate(statement);
        return Send(statement);
    }

    /// <summary>Sends what waits, and the commit. What nobody came to read is not fetched any more.</summary>
    public void Commit()
    {
        queue.RemoveAll(sending => sending.Kind == SendingKind.Ahead);
        Send(new NpgsqlBatchCommand("COMMIT")).Dispose();
        Close();
    }

    /// <summary>Sends what waits, then a statement. Returns the latter's rows.</summary>
    private NpgsqlDataReader Send(NpgsqlBatchCommand? last)
    {
        var sent = queue.ToArray();
        queue.Clear();
        var batch = connection.CreateBatch();
        foreach (var statement in sent.Select(sending => sending.Statement).Concat(last is null ? [] : [last]))
        {
            batch.BatchCommands.Add(statement);
        }

        // Sent synchronously, the second and later statements of a batch are written by a scheduler that all connections share, half as many at a time as there are processors.
        var reader = batch.BatchCommands.Count == 1 ? batch.ExecuteReader() : batch.ExecuteReaderAsync().GetAwaiter().GetResult();
        try
        {
            Array.ForEach(sent, sending => sending.Keep(reader));
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        foreach (var sending in sent.Where(sending => sending.Kind == SendingKind.Draw))
        {
            drawn.Keep(sending.Sequence!, sending.Rows!.Rows);
        }

        return reader;
    }

    private void Outdate(NpgsqlBatchCommand statement)
    {
        ahead.Outdate(statement);
        queue.RemoveAll(sending => sending.IsOutdated);
    }
}
