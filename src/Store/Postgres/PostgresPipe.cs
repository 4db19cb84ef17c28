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
    private static readonly Statement Commitment = Statement.Of("COMMIT");

    private readonly StatementQueue queue = new(connection);
    private readonly AheadReads ahead = new();
    private readonly DrawnNumbers drawn = new();
    private readonly Dictionary<string, object?> once = [];
    private Sending? waitingWrite;
    private bool isOpen;
    private SendingKind? later;
    private bool isForReads;
    private bool isAhead;
    private bool isMissed;

    /// <summary>How many statements have written so far, sent or not.</summary>
    public long Writes { get; private set; }

    /// <summary>A transaction has begun that ends here: writes may wait for its commit.</summary>
    public void Open()
    {
        Close();
        isOpen = true;
    }

    /// <summary>Reads begin of which each stands for itself, and what they say that they will read may be fetched together. Nothing is written before it is closed.</summary>
    public void OpenForReads()
    {
        Close();
        isForReads = true;
    }

    /// <summary>The transaction has ended, and what waits with it.</summary>
    public void Close()
    {
        queue.Clear();
        ahead.Clear();
        drawn.Clear();
        once.Clear();
        isOpen = false;
        isForReads = false;
    }

    /// <summary>The next step of the transaction begins.</summary>
    public void BeginStep() => queue.BeginStep();

    /// <summary>Runs what writes one statement, of which nobody asks the outcome.</summary>
    public void Later(Func<int> write) => Later(SendingKind.Write, write);

    /// <summary>Runs what writes one statement, of which somebody asks the outcome when the transaction has ended.</summary>
    public Written LaterAsked(Func<int> write)
    {
        var rows = Later(SendingKind.Save, write);
        return isOpen && waitingWrite is { } waiting ? new Written(() => waiting.Changed) : new Written(() => rows);
    }

    /// <summary>Takes back what the step has written since it began, where nothing of it was sent; false where some of it was.</summary>
    public bool TryTakeBack(long since)
    {
        if (queue.HasFailed || !queue.TryTakeBack(Writes - since))
        {
            return false;
        }

        ahead.ForgetTold();
        Writes = since;
        return true;
    }

    /// <summary>
    /// Runs what names reads that will come; it finds what was fetched already. Only where it was opened for that.
    /// </summary>
    public void Ahead(Action reads)
    {
        if (!isOpen && !isForReads)
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
    public void Add(Statement statement) => queue.Add(statement, SendingKind.Silent);

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        if (queue.Count > 0)
        {
            Send(null).Rows.Dispose();
        }
    }

    /// <summary>
    /// Sends the reads that wait as one statement, and leaves those alone that can't be part of it. For who is on a thread of the pool: the provider ends a batch of several statements on such
    /// a thread, so that all of them could come to wait for one that is free.
    /// </summary>
    public void FlushAsOne()
    {
        var reads = queue.TakeReads();
        var joined = reads.Where(read => read.Statement.Shape.Columns is not null).ToList();
        if (joined.Count > 1)
        {
            using var rows = queue.Send(JoinedReads.Of(joined)).Rows;
            JoinedReads.Keep(joined, rows);
        }

        ahead.RemoveUnread();
    }

    /// <summary>Has so many numbers of a sequence drawn with what is sent next. One that is not used when the transaction ends is a gap.</summary>
    public void Draw(string sequence, int count)
    {
        if (!isOpen || drawn.Missing(sequence, count) is not (> 0 and var missing))
        {
            return;
        }

        var statement = StatementShape.Of($"SELECT nextval('{sequence}') FROM generate_series(1, $1)");
        queue.Add(new Statement(statement, [missing], $"{ValueKinds.Int}"), SendingKind.Draw, sequence);
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

    /// <summary>What was read under a name in this transaction; whoever asks first reads it, also one who only says what will be read and finds it.</summary>
    public T? Once<T>(string name, Func<T?> read)
    {
        if (once.TryGetValue(name, out var known))
        {
            return (T?)known;
        }

        isMissed = false;
        var found = read();
        if (isOpen && !isMissed)
        {
            once[name] = found;
        }

        return found;
    }

    /// <returns>How many rows it has changed; 0 where nobody asks.</returns>
    public int Execute(Statement statement)
    {
        MustNotBeAhead(statement);
        Outdate(statement);
        switch (later)
        {
            case SendingKind.Write:
                queue.AddOrFold(statement);
                return 0;
            case { } kind:
                waitingWrite = queue.Add(statement, kind);
                return 0;
        }

        var (rows, command) = Send(statement);
        rows.Dispose();
        return command!.RecordsAffected;
    }

    public DbDataReader Read(Statement statement)
    {
        if (statement.Shape.IsWrite)
        {
            MustNotBeAhead(statement);
        }

        var known = ahead.Find(statement);
        if (isAhead && known?.Rows is null)
        {
            if (known is null)
            {
                ahead.Add(queue.Add(statement, SendingKind.Ahead));
            }

            isMissed = true;
            return FetchedReader.OfNothing();
        }

        if (known is null)
        {
            Outdate(statement);
            var rows = Send(statement).Rows;
            statement.Shape.Columns ??= isForReads ? JoinedReads.ColumnsOf(rows) : null;
            return rows;
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
        Send(Commitment).Rows.Dispose();
        Close();
    }

    private int Later(SendingKind kind, Func<int> write)
    {
        (later, waitingWrite) = (isOpen ? kind : null, null);
        try
        {
            return write();
        }
        finally
        {
            later = null;
        }
    }

    private (NpgsqlDataReader Rows, NpgsqlBatchCommand? Command) Send(Statement? last)
    {
        var (rows, command, before) = queue.Send(last);
        foreach (var sending in before.Where(sending => sending.Kind == SendingKind.Draw))
        {
            drawn.Keep(sending.Sequence!, sending.Rows!.Rows);
        }

        return (rows, command);
    }

    // It would be written twice.
    private void MustNotBeAhead(Statement statement)
    {
        if (isAhead)
        {
            throw new InvalidOperationException($"Whoever only says what will be read writes: {statement.Shape.Text}");
        }
    }

    private void Outdate(Statement statement)
    {
        if (statement.Shape.IsRead)
        {
            return;
        }

        if (isForReads)
        {
            throw new InvalidOperationException($"Whoever only reads writes: {statement.Shape.Text}");
        }

        Writes++;
        if (ahead.Outdate(statement))
        {
            queue.RemoveOutdated();
        }
    }
}
