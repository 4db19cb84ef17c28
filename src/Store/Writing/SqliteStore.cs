using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Writing;

/// <summary>
/// The SQLite store: one writer a process, which groups. Steps that wait at the same time share one commit and one fsync, and are answered only after the commit.
/// One that throws undoes its own writes alone.
/// </summary>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    /// <summary>Most steps that share a commit. Bounds how long the first of them waits for the last.</summary>
    private const int LargestGroup = 128;

    /// <summary>Longest a ride-along waits for a step to ride with.</summary>
    private static readonly TimeSpan RideAlongDelay = TimeSpan.FromMilliseconds(250);

    private readonly SqliteDatabase database;
    private readonly ILogger<SqliteStore> logger;
    private readonly BlockingCollection<PendingStep> queue = [];
    private readonly ConcurrentQueue<Action<StoreSession>> rideAlongs = new();
    private readonly Thread writer;
    private readonly ConcurrentBag<PreparedConnection> readers = [];
    private readonly GroupCommits commits;
    private readonly LogCheckpoints checkpoints;
    private PreparedConnection? connection;

    public SqliteStore(SqliteDatabase database, ILogger<SqliteStore> logger)
    {
        this.database = database;
        this.logger = logger;
        commits = new GroupCommits(logger);
        checkpoints = new LogCheckpoints(database, logger);
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
        var reader = readers.TryTake(out var idle) ? idle : new PreparedConnection(database.Open());
        try
        {
            var answer = Read(reader, query);
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
        checkpoints.Dispose();
        connection?.Dispose();
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        queue.Dispose();
    }

    private static T Read<T>(PreparedConnection reader, Func<StoreSession, T> query)
    {
        using var transaction = reader.Begin(write: false);
        var answer = query(new StoreSession(reader, transaction));
        transaction.Rollback();
        return answer;
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
            return;
        }

        try
        {
            connection ??= new PreparedConnection(database.OpenForWriter());
            commits.Commit(connection, group, riders);
        }
        catch (Exception e)
        {
            Fail(group, riders, e);
            return;
        }

        foreach (var pending in group)
        {
            pending.Complete();
        }

        checkpoints.Committed(connection);
    }

    private void Fail(List<PendingStep> group, List<Action<StoreSession>> riders, Exception exception)
    {
        foreach (var rider in riders)
        {
            rideAlongs.Enqueue(rider);
        }

        connection?.Dispose();
        connection = null;
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
