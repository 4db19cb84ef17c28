using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Pipeline.Peers.SagaOutbox;

/// <summary>
/// The sagas and the outbox in SQLite, tuned: write-ahead log, every commit on the disk, one writer that takes together what waits, statements
/// that are prepared once.
/// </summary>
internal sealed class OutboxStore : IAsyncDisposable
{
    private const int LargestCommit = 128;

    private readonly Channel<(Func<Statements, object?> Step, TaskCompletionSource<object?> Done)> waiting = Channel.CreateUnbounded<(Func<Statements, object?>, TaskCompletionSource<object?>)>();
    private readonly SqliteConnection connection;
    private readonly SqliteConnection beside;
    private readonly Statements looks;
    private readonly Task writing;

    public OutboxStore(string path)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;
            CREATE TABLE sagas (cl_ord_id TEXT PRIMARY KEY, intent_id TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, body TEXT NOT NULL) STRICT;
            """;
        command.ExecuteNonQuery();
        beside = new SqliteConnection(connection.ConnectionString);
        beside.Open();
        looks = new Statements(beside);
        writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The messages after one that is known, in their order, at most 256. For one who looks.</summary>
    public List<Waiting> After(long seq) => looks.After(seq);

    /// <summary>Does something inside the next commit. Completes when it is on the disk.</summary>
    public async Task<T> WriteAsync<T>(Func<Statements, T> step)
    {
        var done = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Writer.WriteAsync((statements => step(statements), done)).ConfigureAwait(false);
        return (T)(await done.Task.ConfigureAwait(false))!;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.Complete();
        await writing.ConfigureAwait(false);
        looks.Dispose();
        await beside.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Write()
    {
        using var statements = new Statements(connection);
        var taken = new List<(TaskCompletionSource<object?> Done, object? Answer, Exception? Fault)>();
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            taken.Clear();
            using (var transaction = connection.BeginTransaction())
            {
                statements.Use(transaction);
                while (taken.Count < LargestCommit && waiting.Reader.TryRead(out var next))
                {
                    taken.Add(Do(next.Step, next.Done, statements));
                }

                transaction.Commit();
            }

            foreach (var (done, answer, fault) in taken)
            {
                _ = fault is null ? done.TrySetResult(answer) : done.TrySetException(fault);
            }
        }
    }

    // A step looks before it writes, so one that fails has written nothing.
    private static (TaskCompletionSource<object?> Done, object? Answer, Exception? Fault) Do(Func<Statements, object?> step, TaskCompletionSource<object?> done, Statements statements)
    {
        try
        {
            return (done, step(statements), null);
        }
        catch (InvalidOperationException e)
        {
            return (done, null, e);
        }
    }
}
