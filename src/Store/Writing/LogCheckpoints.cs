using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Writing;

/// <summary>
/// Copies the write-ahead log to the database beside the writer, which would otherwise do it within a commit while everybody waits. A log that is written to all
/// the time is never copied whole this way, so what is left of it, little, the writer copies itself, and begins the log anew.
/// Source: https://www.sqlite.org/wal.html, "Checkpointing" and "Avoiding Excessively Large WAL Files".
/// </summary>
internal sealed class LogCheckpoints : IDisposable
{
    /// <summary>
    /// As often as that: commits share the disk with what is copied, and wait for it. In a large database it lies all over the file, so that less often means longer waits;
    /// more often copies the same pages again and again.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>A log of fewer pages need not be begun anew: 4 MB.</summary>
    private const long Short = 1000;

    /// <summary>One of more is begun anew however soon: at 16,000 pages the writer would copy it within a commit.</summary>
    private const long TooLong = 12_000;

    /// <summary>
    /// Nor need one sooner after the last time. What the writer does then flushes the database, for which all commits wait, and a page that was changed ten times is flushed once: at the highest
    /// rate a log is long in a tenth of a second, and as often as that it took an eighth of the writer's time. The log grows to some 50 MB so.
    /// </summary>
    private static readonly TimeSpan BetweenRests = TimeSpan.FromMilliseconds(400);

    /// <summary>SQLITE_IOERR_FSYNC.</summary>
    private const int FailedFlush = 10 | (4 << 8);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase database;
    private readonly ILogger logger;
    private readonly Func<bool> mayCopy;
    private readonly Action<Exception> failed;
    private readonly ManualResetEventSlim stop = new();
    private readonly Thread thread;
    private long commits;
    private volatile bool isRestDue;
    private long restedAt = Stopwatch.GetTimestamp();

    /// <param name="database">The store.</param>
    /// <param name="logger">Told of what can't be copied.</param>
    /// <param name="mayCopy">Whether the log is as it was written: not after a flush of it has failed.</param>
    /// <param name="failed">Told of a flush that has failed here: SQLite flushes the log before it copies it.</param>
    public LogCheckpoints(SqliteDatabase database, ILogger logger, Func<bool> mayCopy, Action<Exception> failed)
    {
        (this.database, this.logger, this.mayCopy, this.failed) = (database, logger, mayCopy, failed);
        thread = new Thread(Run) { IsBackground = true, Name = "store checkpoints" };
        thread.Start();
    }

    /// <summary>After each commit, by the writer.</summary>
    public void Committed(PreparedConnection writer)
    {
        Interlocked.Increment(ref commits);
        if (!isRestDue || !mayCopy())
        {
            return;
        }

        isRestDue = false;
        try
        {
            writer.Checkpoint();
            writer.Keep(database.WritersCache);
        }
        catch (SqliteException e)
        {
            // What can't be copied stays in the log, and the next ones say why nothing can be written.
            Note(e);
        }
    }

    /// <summary>After a flush has failed and the log was written again: the writer's own file is told of the failure at its next flush, which is this one.</summary>
    /// <param name="writer">The writer's connection, if there is one.</param>
    public void ForgetFailure(PreparedConnection? writer)
    {
        try
        {
            writer?.Checkpoint();
        }
        catch (SqliteException e)
        {
            Warn(e);
        }
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        stop.Dispose();
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        while (!stop.Wait(Interval))
        {
            if (!mayCopy() || Interlocked.Exchange(ref commits, 0) == 0)
            {
                continue;
            }

            try
            {
                connection ??= database.Open();
                CopyLog(connection);
            }
            catch (Exception e) when (e is SqliteException or StoreUnavailableException)
            {
                // The writer's own limit stays: it copies the log itself when that has grown long.
                Note(e);
                connection?.Dispose();
                connection = null;
                stop.Wait(PauseAfterFailure);
            }
        }

        connection?.Dispose();
    }

    private void Note(Exception e)
    {
        Warn(e);
        if (e is SqliteException { SqliteExtendedErrorCode: FailedFlush })
        {
            failed(e);
        }
    }

    private void Warn(Exception e) => logger.LogWarning("The log of {Path} was not copied to the database now: {Error}", database.Path, e.Message);

    // A pass copies what was there when it began, so the second one copies little, what came meanwhile, and the writer less.
    private void CopyLog(SqliteConnection connection)
    {
        var pages = Pass(connection);
        if (pages >= TooLong || (pages >= Short && Stopwatch.GetElapsedTime(restedAt) >= BetweenRests))
        {
            Pass(connection);
            restedAt = Stopwatch.GetTimestamp();
            isRestDue = true;
        }
    }

    // How many pages are in the log.
    private static long Pass(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt64(1);
    }
}
