using System.Data.Common;

namespace Pipeline.Store.Writing;

/// <summary>A connection that reads, and the log that it has read of.</summary>
internal sealed class Reader(SqliteDatabase database) : IDisposable
{
    private readonly PreparedConnection connection = new(database.Open());

    /// <summary>The log, which is its own to flush; null before the first read, and where there is none to be had.</summary>
    public LogHandle? Log { get; private set; }

    /// <param name="query">Reads in one transaction.</param>
    /// <param name="settle">Has on the disk what was read, before anything of it is told: also by what a query throws.</param>
    public T Read<T>(Func<StoreSession, T> query, Action<Reader> settle)
    {
        T answer;
        try
        {
            using var transaction = connection.Begin(write: false);
            answer = query(new StoreSession(connection, transaction));
            transaction.Rollback();
        }
        catch (Exception e) when (e is not (DbException or StoreUnavailableException))
        {
            Settle(settle);
            throw;
        }

        Settle(settle);
        return answer;
    }

    public void Dispose()
    {
        connection.Dispose();
        Log?.Dispose();
    }

    private void Settle(Action<Reader> settle)
    {
        Log ??= LogHandle.Of(connection.Handle);
        settle(this);
    }
}
