using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Writing;

/// <summary>
/// The SQLite store: one writer a process, which groups. Steps that wait at the same time share one commit and one fsync, and are answered only after both.
/// One that throws undoes its own writes alone. What is read is on the disk before it is returned.
/// </summary>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    /// <summary>Most steps that share a commit. Bounds how long the first of them waits for the last.</summary>
    private const int LargestGroup = 128;

    /// <summary>Longest a ride-along waits for a step to ride with.</summary>
    private static readonly TimeSpan RideAlongDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is tried to mend the log where no step asks for it.</summary>
    private static readonly TimeSpan BetweenMends = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase database;
    private readonly ILogger<SqliteStore> logger;
    private readonly OthersCommits others;
    private readonly BlockingCollection<PendingStep> queue = [];
    private readonly ConcurrentQueue<Action<StoreSession>> rideAlongs = new();
    private readonly Thread writer;
    private readonly ConcurrentBag<Reader> readers = [];
    private readonly GroupCommits commits;
    private readonly LogFlushes flushes;
    private readonly LogCheckpoints checkpoints;
    private volatile Writer? current;
    private long triedToMendAt;

    public SqliteStore(SqliteDatabase database, ILogger<SqliteStore> logger)
        : this(database, logger, log => log.Flush())
    {
    }

    internal SqliteStore(SqliteDatabase database, ILogger<SqliteStore> logger, Action<LogHandle> flush)
    {
        this.database = database;
        this.logger = logger;
        others = new OthersCommits(flush);
        flushes = new LogFlushes(flush, others, database.BusyTimeout);
        commits = new GroupCommits(flushes, logger);
        checkpoints = new LogCheckpoints(database, logger, () => !flushes.HasFailed, flushes.Fail);
        writer = new Thread(Run) { IsBackground = true, Name = "store writer" };
        writer.Start();
    }

    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingStep<T>(step);
        try
        {
            queue.Add(pending, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new StoreUnavailableException("The store is closed", e);
        }

        return pending.Task;
    }

    public void RideAlong(Action<StoreSession> step) => rideAlongs.Enqueue(step);

    public T Read<T>(Func<StoreSession, T> query)
    {
        var reader = readers.TryTake(out var idle) ? idle : new Reader(database);
        try
        {
            var answer = reader.Read(query, AwaitFlush);
            readers.Add(reader);
            return answer;
        }
        catch (Exception e)
        {
            reader.Dispose();
            throw e is SqliteException sqlite && SqliteDatabase.IsUnavailable(sqlite)
                ? new StoreUnavailableException($"The store {database.Path} can't be read: {e.Message}", e)
                : e;
        }
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await Task.Run(writer.Join).ConfigureAwait(false);
        flushes.Dispose();
        checkpoints.Dispose();
        current?.Dispose();
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        queue.Dispose();
    }

    private void CloseWriter()
    {
        flushes.Settle();
        current?.Dispose();
        current = null;
    }

    // Of what this process has committed it is known when it is on the disk; what others have is flushed where they may not have done it yet.
    private void AwaitFlush(Reader reader)
    {
        flushes.Await();
        if (reader.Log is not { } log)
        {
            return;
        }

        try
        {
            FlushOthers(log);
        }
        catch (IOException e)
        {
            flushes.Fail(e);
            flushes.Await();
        }
    }

    // Over the writer's handle nobody takes the writer for another process.
    private void FlushOthers(LogHandle log)
    {
        try
        {
            others.Flush(current?.Log ?? log, log);
        }
        catch (ObjectDisposedException)
        {
            // The writer was closed meanwhile.
            others.Flush(log, log);
        }
    }

    private void Run()
    {
        var group = new List<PendingStep>(LargestGroup);
        while (!queue.IsCompleted)
        {
            group.Clear();
            if (queue.TryTake(out var first, RideAlongDelay))
            {
                group.Add(first);
                while (group.Count < LargestGroup && queue.TryTake(out var next))
                {
                    group.Add(next);
                }
            }

            Commit(group);
        }

        Commit([]);
    }

    private void Commit(List<PendingStep> group)
    {
        var riders = TakeRideAlongs();
        if (group.Count == 0 && riders.Count == 0)
        {
            MendAtRest();
            return;
        }

        try
        {
            Mend();
            current ??= new Writer(database);
            commits.Commit(current, group, riders);
        }
        catch (Exception e)
        {
            Fail(group, riders, e);
            return;
        }

        flushes.End(current.Log, current.TakeFlush(), group);
        checkpoints.Committed(current.Connection);
    }

    // After a flush that failed nothing is added to the log before it was written again. The writer stays: to close the last connection is to copy the log.
    private void Mend()
    {
        if (flushes.Failure is not { } failure)
        {
            return;
        }

        flushes.Settle();
        ForgetFailure();
        LogRewrite.Rewrite(database);
        checkpoints.ForgetFailure(current?.Connection);
        flushes.Mended(failure, current?.Log);
        logger.LogWarning("The log of {Path} was written again, after the disk had failed: all that was committed is recorded", database.Path);
    }

    // The system tells each open file of a failure, however late it is asked: of this one it is known.
    private void ForgetFailure()
    {
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        try
        {
            current?.Log?.Flush();
        }
        catch (IOException)
        {
            // This one.
        }
    }

    // Where nobody writes, who reads waits for it.
    private void MendAtRest()
    {
        if (!flushes.HasFailed)
        {
            triedToMendAt = Stopwatch.GetTimestamp();
            return;
        }

        if (Stopwatch.GetElapsedTime(triedToMendAt) < BetweenMends)
        {
            return;
        }

        triedToMendAt = Stopwatch.GetTimestamp();
        try
        {
            Mend();
        }
        catch (Exception e)
        {
            // Whatever it is, the next one tries again, and steps are told.
            logger.LogWarning(e, "The store {Path} can't be used yet", database.Path);
        }
    }

    private void Fail(List<PendingStep> group, List<Action<StoreSession>> riders, Exception exception)
    {
        foreach (var rider in riders)
        {
            rideAlongs.Enqueue(rider);
        }

        if (!flushes.HasFailed)
        {
            CloseWriter();
        }

        var reason = exception switch
        {
            StoreUnavailableException => exception,
            DbException e when SqliteDatabase.IsUnavailable(e) =>
                new StoreUnavailableException($"The store {database.Path} took no write: {e.Message}", e),
            _ => exception,
        };
        logger.LogError(reason, "A commit of {Steps} steps failed", group.Count);
        if (reason is StoreUnavailableException { MayBeRecorded: false })
        {
            // Who waits behind the group would find the same, each group after a wait of its own. All are told now, so that
            // nobody waits for much longer than the store's own patience.
            while (queue.TryTake(out var waiting))
            {
                group.Add(waiting);
            }
        }

        foreach (var pending in group)
        {
            pending.Fail(reason);
        }
    }

    private List<Action<StoreSession>> TakeRideAlongs()
    {
        var riders = new List<Action<StoreSession>>();
        while (rideAlongs.TryDequeue(out var rider))
        {
            riders.Add(rider);
        }

        return riders;
    }
}
