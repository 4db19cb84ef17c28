namespace Pipeline.Store.Writing;

/// <summary>Whoever alone writes in this process: its connection, and the log that its commits are in.</summary>
internal sealed class Writer : IDisposable
{
    private readonly LogWrites writes;

    /// <exception cref="StoreUnavailableException">The file can't be opened.</exception>
    public Writer(SqliteDatabase database)
    {
        var connection = database.OpenForWriter();
        Connection = new PreparedConnection(connection);
        try
        {
            Log = LogHandle.Of(connection.Handle!);
            LeavesFlush = Log?.TryTell() == true;
            writes = LogWrites.Collect(connection, LeavesFlush);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public PreparedConnection Connection { get; }

    /// <summary>The log, which its commits are flushed by; null where there is none to be had.</summary>
    public LogHandle? Log { get; }

    /// <summary>Whether a commit is seen before it is on the disk: not where that can't be told to others.</summary>
    public bool LeavesFlush { get; }

    /// <summary>Whether the last commit is still to be flushed.</summary>
    public bool TakeFlush() => writes.TakeFlush();

    public void Dispose()
    {
        Connection.Dispose();
        Log?.Dispose();
    }
}
