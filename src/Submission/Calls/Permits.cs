using System.Threading.RateLimiting;
using Pipeline.Venues;

namespace Pipeline.Submission.Calls;

/// <summary>
/// Permits to call the venue: no more than its rate allows, none while it wants to be left alone, cancels before new orders.
/// Whoever waits does so before the grant, so that no claim grows old in the line.
/// </summary>
/// <param name="limiter">The rate; null where the venue has none.</param>
/// <param name="poll">How often to ask the limiter again while it gives nothing.</param>
/// <param name="clock">The time.</param>
/// <param name="most">How many permits there are when none was taken; 0 where nobody says.</param>
public sealed class Permits(RateLimiter? limiter, TimeSpan poll, TimeProvider clock, int most = 0) : IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (CallPriority, long)> waiting = new();
    private readonly SteadyClock steady = new(clock);
    private DateTimeOffset pausedUntil = DateTimeOffset.MinValue;
    private long arrivals;
    private bool isServing;
    private CancellationTokenSource pauseEnds = new();

    /// <summary>How long the venue may not be called yet after it asked for a pause; zero when it may.</summary>
    public TimeSpan PauseLeft
    {
        get
        {
            lock (gate)
            {
                var left = pausedUntil - steady.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether whoever asks has one at once and takes it from nobody.</summary>
    public bool AreFree
    {
        get
        {
            lock (gate)
            {
                return limiter is null && !isServing && steady.GetUtcNow() >= pausedUntil;
            }
        }
    }

    /// <summary>Which part of the permits is left, from 0 to 1: 0 while the venue wants to be left alone. Null where there is no rate.</summary>
    public double? PartLeft => PauseLeft > TimeSpan.Zero ? 0
        : most > 0 && limiter?.GetStatistics() is { } statistics ? (double)statistics.CurrentAvailablePermits / most
        : null;

    /// <summary>Waits for a permit.</summary>
    public Task WaitAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource();
        lock (gate)
        {
            if (!isServing && steady.GetUtcNow() >= pausedUntil && TryTake())
            {
                return Task.CompletedTask;
            }

            waiting.Enqueue(turn, (priority, arrivals++));
            if (!isServing)
            {
                isServing = true;
                _ = ServeAsync();
            }
        }

        var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        return AwaitAsync(turn.Task, registration);
    }

    /// <summary>The venue asked for a pause: nobody calls it for so long.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (gate)
        {
            var now = steady.GetUtcNow();
            var until = pause < DateTimeOffset.MaxValue - now ? now + pause : DateTimeOffset.MaxValue;
            pausedUntil = until > pausedUntil ? until : pausedUntil;
        }
    }

    /// <summary>A person has ended the pause: the line moves on at once.</summary>
    public void EndPause()
    {
        CancellationTokenSource ended;
        lock (gate)
        {
            pausedUntil = DateTimeOffset.MinValue;
            (ended, pauseEnds) = (pauseEnds, new CancellationTokenSource());
        }

        using (ended)
        {
            ended.Cancel();
        }
    }

    public void Dispose()
    {
        limiter?.Dispose();
        pauseEnds.Dispose();
    }

    private static async Task AwaitAsync(Task turn, CancellationTokenRegistration registration)
    {
        await using (registration.ConfigureAwait(false))
        {
            await turn.ConfigureAwait(false);
        }
    }

    // Serves the line until it is empty. A turn is given outside the lock: what follows from it runs here.
    private async Task ServeAsync()
    {
        while (true)
        {
            TaskCompletionSource? next = null;
            var pause = TimeSpan.Zero;
            CancellationToken ends;
            lock (gate)
            {
                DropWhoWentAway();
                if (waiting.Count == 0)
                {
                    isServing = false;
                    return;
                }

                ends = pauseEnds.Token;
                var now = steady.GetUtcNow();
                if (now < pausedUntil)
                {
                    pause = pausedUntil - now;
                }
                else if (TryTake())
                {
                    next = waiting.Dequeue();
                }
                else
                {
                    pause = poll;
                }
            }

            next?.TrySetResult();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void DropWhoWentAway()
    {
        while (waiting.TryPeek(out var turn, out _) && turn.Task.IsCompleted)
        {
            waiting.Dequeue();
        }
    }

    private bool TryTake()
    {
        if (limiter is null)
        {
            return true;
        }

        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }
}
