using System.Data.Common;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// Sends several statements of a connection in one go, since each go waits for the server once, and others for the locks that are held meanwhile.
/// A write that nobody asks the outcome of waits for whatever is sent next, at the latest for the commit. What is said to be read
/// soon is fetched with it, and given to who reads it, until a statement of the same transaction writes what it was read from.
/// </summary>
internal sealed class PostgresPipe(NpgsqlConnection connection)
{
    private readonly StatementQueue queue = new(connection);
    private readonly AheadReads ahead = new();
    private readonly DrawnNumbers drawn = new();
    private Sending? waitingWrite;
    private bool isOpen;
    private bool isLater;
    private bool isAhead;

    /// <summary>How many statements have written so far, sent or not.</summary>
    public long Writes { get; private set; }

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
        (isLater, waitingWrite) = (isOpen, null);
        try
        {
            var rows = write();
            return isOpen && waitingWrite is { } waiting ? new Written(() => waiting.Statement.RecordsAffected) : new Written(() => rows);
        }
        finally
        {
            isLater = false;
        }
    }

    /// <summary>Takes back what was written since, where nothing of it was sent; false where some of it was.</summary>
    public bool TryTakeBack(long since)
    {
        if (queue.HasFailed || !queue.TryTakeBack(Writes - since))
        {
            return false;
        }

        Writes = since;
        return true;
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

        var was = isAhead;
        isAhead = true;
        try
        {
            reads();
        }
        finally
        {
            isAhead = was;
        }
    }

    /// <summary>Has a statement sent with what comes next whose result nobody asks for.</summary>
    public void Add(NpgsqlBatchCommand statement) => queue.Add(statement, SendingKind.Silent);

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
        queue.Add(statement, SendingKind.Draw, sequence);
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
    public int Execute(NpgsqlBatchCommand statement, StatementShape shape)
    {
        MustNotBeAhead(shape);
        waitingWrite = null;
        Outdate(statement, shape);
        if (isLater)
        {
            waitingWrite = queue.Add(statement, SendingKind.Write);
            return 0;
        }

        Send(statement).Dispose();
        return statement.RecordsAffected;
    }

    public DbDataReader Read(NpgsqlBatchCommand statement, StatementShape shape)
    {
        if (shape.IsWrite)
        {
            MustNotBeAhead(shape);
        }

        var known = ahead.Find(shape, statement);
        if (isAhead && known?.Rows is null)
        {
            if (known is null)
            {
                ahead.Add(shape, queue.Add(statement, SendingKind.Ahead));
            }

            return FetchedReader.OfNothing();
        }

        if (known is null)
        {
            Outdate(statement, shape);
            return Send(statement);
        }

        if (known.Rows is null)
        {
            Flush();
        }

        return known.Rows!.Read();
    }

    /// <summary>Sends what waits, and the commit. What nobody came to read is not fetched any more.</summary>
    public void Commit()
    {
        queue.RemoveReads();
        Send(new NpgsqlBatchCommand("COMMIT")).Dispose();
        Close();
    }

    private NpgsqlDataReader Send(NpgsqlBatchCommand? last)
    {
        var (rows, before) = queue.Send(last);
        foreach (var sending in before.Where(sending => sending.Kind == SendingKind.Draw))
        {
            drawn.Keep(sending.Sequence!, sending.Rows!.Rows);
        }

        return rows;
    }

    // It would be written twice.
    private void MustNotBeAhead(StatementShape shape)
    {
        if (isAhead)
        {
            throw new InvalidOperationException($"Whoever only says what will be read writes: {shape.Text}");
        }
    }

    private void Outdate(NpgsqlBatchCommand statement, StatementShape shape)
    {
        if (shape.IsRead)
        {
            return;
        }

        Writes++;
        ahead.Outdate(shape, statement);
        queue.RemoveOutdated();
    }
}
