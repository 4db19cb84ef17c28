using System.Diagnostics;

namespace Pipeline.Store.Writing;

/// <summary>
/// Flushes the write-ahead log beside the writer, which meanwhile runs the steps of its next commits. The steps of a commit are answered once it is on the disk, and whoever has read of it is kept
/// until then. One flush is of all commits that were made before it began.
/// </summary>
internal sealed class LogFlushes : IDisposable
{
    private readonly Action<LogHandle> flush;
    private readonly OthersCommits others;
    private readonly TimeSpan patience;
    private readonly object gate = new();
    private readonly Thread thread;
    private List<Made> made = [];
    private Exception? failure;
    private bool isFlushing;
    private bool isClosed;

    /// <summary>The commit that was begun last.</summary>
    private long begun;

    /// <summary>The commit up to which all are over: on the disk, or failed.</summary>
    private long ended;

    /// <param name="flush">Has all on the disk that is in the log.</param>
    /// <param name="others">What other processes have committed.</param>
    /// <param name="patience">How long a reader waits for the disk.</param>
    public LogFlushes(Action<LogHandle> flush, OthersCommits others, TimeSpan patience)
    {
        this.flush = flush;
        this.others = others;
        this.patience = patience;
        thread = new Thread(Run) { IsBackground = true, Name = "store flushes" };
        thread.Start();
    }

    /// <summary>Whether the disk failed: what was committed last can be read, and nobody knows whether it is on the disk. Until it is mended nothing is committed, and nobody told of it.</summary>
    public bool HasFailed => Failure is not null;

    /// <summary>Before a commit, by the writer.</summary>
    /// <param name="log">The log where the commit is seen before it is flushed, which others are told; null where it is not.</param>
    /// <exception cref="StoreUnavailableException">The disk failed, or others can't be told.</exception>
    public void Begin(LogHandle? log)
    {
        lock (gate)
        {
            ThrowIfFailed();
            if (log?.TryTell() == false)
            {
                throw new StoreUnavailableException("The store's log can't be locked, which tells other processes of commits that are not on the disk yet");
            }

            begun++;
        }
    }

    /// <summary>The commit is over.</summary>
    /// <param name="log">The log that it is in; null where it was not made, or there is none to be had.</param>
    /// <param name="isDue">Whether it is to be flushed: not where it has written nothing. What others have committed, which its steps may have read of, is flushed all the same.</param>
    /// <param name="group">Its steps, which are answered once it and all before it are on the disk, since they may have read of those. None where the caller answers them.</param>
    public void End(LogHandle? log, bool isDue, IReadOnlyList<PendingStep> group)
    {
        lock (gate)
        {
            made.Add(new Made(begun, log, isDue, [.. group]));
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until nothing is to be flushed, so that the log can be closed.</summary>
    public void Settle()
    {
        lock (gate)
        {
            while (made.Count > 0 || isFlushing)
            {
                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>After something was read: waits until all that it can have seen is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">The disk failed, or takes longer than a reader waits.</exception>
    public void Await()
    {
        var seen = Interlocked.Read(ref begun);
        if (Interlocked.Read(ref ended) >= seen && !HasFailed)
        {
            return;
        }

        lock (gate)
        {
            var began = Stopwatch.GetTimestamp();
            while (ended < seen)
            {
                var left = patience - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    throw new StoreUnavailableException($"The disk has not flushed the store's log for {patience.TotalSeconds:0.#} s");
                }

                Monitor.Wait(gate, left);
            }

            ThrowIfFailed();
        }
    }

    /// <summary>A flush by somebody else has failed: it may be this process's commits that are not on the disk.</summary>
    public void Fail(Exception error)
    {
        lock (gate)
        {
            failure = error;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>How the disk failed last; null where it has not.</summary>
    public Exception? Failure => Volatile.Read(ref failure);

    /// <summary>All that was committed before a failure is on the disk after all.</summary>
    /// <param name="seen">The failure. One that came since stands.</param>
    /// <param name="log">The writer's log, if there is one: others need not be told any more.</param>
    public void Mended(Exception seen, LogHandle? log)
    {
        lock (gate)
        {
            if (ReferenceEquals(failure, seen))
            {
                failure = null;
                if (ended == begun)
                {
                    log?.EndTelling();
                }
            }
        }
    }

    /// <summary>Flushes what was made, then ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    private void Run()
    {
        while (Next() is { Count: > 0 } commits)
        {
            var log = commits.FindLast(commit => commit.Log is not null)?.Log;
            var error = Flush(log, commits.Exists(commit => commit.IsDue));
            lock (gate)
            {
                // Whoever sees that it is over sees that it has failed, too.
                Volatile.Write(ref failure, error ?? failure);
                Volatile.Write(ref ended, commits[^1].Number);
                isFlushing = false;
                error = failure;
                if (error is null && ended == begun)
                {
                    log?.EndTelling();
                }

                Monitor.PulseAll(gate);
            }

            Answer(commits, error);
        }
    }

    private List<Made> Next()
    {
        lock (gate)
        {
            while (made.Count == 0 && !isClosed)
            {
                Monitor.Wait(gate);
            }

            var commits = made;
            made = [];
            isFlushing = commits.Count > 0;
            return commits;
        }
    }

    // Whatever it is, who waits is told: this thread is the only one that answers them.
    private Exception? Flush(LogHandle? log, bool isDue)
    {
        try
        {
            if (log is not null && isDue)
            {
                flush(log);
            }
            else if (log is not null)
            {
                others.Flush(log, log);
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static void Answer(List<Made> commits, Exception? error)
    {
        var refusal = error is null ? null : new StoreUnavailableException($"The disk failed while the store committed: {error.Message}", error) { MayBeRecorded = true };
        foreach (var pending in commits.SelectMany(commit => commit.Group))
        {
            if (refusal is null)
            {
                pending.Complete();
            }
            else
            {
                pending.Fail(refusal);
            }
        }
    }

    private void ThrowIfFailed()
    {
        if (failure is { } error)
        {
            throw new StoreUnavailableException($"The disk failed when the store's log was flushed: {error.Message}", error);
        }
    }

    private sealed record Made(long Number, LogHandle? Log, bool IsDue, PendingStep[] Group);
}
