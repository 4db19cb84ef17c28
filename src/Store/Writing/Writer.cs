namespace Pipeline.Store.Writing;

/// <summary>Whoever alone writes in this process: its connection, and the log that its commits are in.</summary>
internal sealed class Writer : IDisposable
{
    private readonly LogWrites writes;

    public Writer(SqliteDatabase database)
    {
        var connection = database.OpenForWriter();
        Connection = new PreparedConnection(connection);
        Log = LogHandle.Open(database.Path);
        if (Log?.TryTell() == false)
        {
            Log.Dispose();
            Log = null;
        }

        writes = LogWrites.Collect(connection, leavesFlush: Log is not null);
    }

    public PreparedConnection Connection { get; }

    /// <summary>The log where the last commit is still to be flushed; null when it is on the disk.</summary>
    public LogHandle? TakeUnflushed() => writes.TakeFlush() ? Log : null;

    /// <summary>The log, to be asked by whoever has read; null where nobody commits before it flushes.</summary>
    public LogHandle? Log { get; }

    public void Dispose()
    {
        Connection.Dispose();
        Log?.Dispose();
    }
}
