using Microsoft.Data.Sqlite;

namespace Pipeline.Faults;

/// <summary>Looks at the store from outside, also while no process runs: how many orders there are, and how many have ended.</summary>
public sealed class ProgressWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Lock looking = new();
    private readonly string connectionString;
    private readonly Task watching;
    private TimeSpan longestStall;
    private long lastProgress = TimeProvider.System.GetTimestamp();

    public ProgressWatch(string data)
    {
        // Read-only and without a pool: looking on must not be what recovers or cleans up the file after a kill.
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, "pipeline.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 1,
        }.ToString();
        watching = WatchAsync();
    }

    public long Orders { get; private set; }

    public long Done { get; private set; }

    /// <summary>Messages recorded and not yet sent.</summary>
    public long Unsent { get; private set; }

    /// <summary>Orders whose figures analytics has worked out.</summary>
    public long Figured { get; private set; }

    /// <summary>The longest time in which no order ended while some were open, since this was last asked.</summary>
    public TimeSpan TakeLongestStall()
    {
        lock (gate)
        {
            var taken = longestStall;
            longestStall = TimeSpan.Zero;
            return taken;
        }
    }

    /// <summary>Returns true when every order has ended, everything is told, analytics has heard of it, and there are at least as many orders as expected; false at the deadline.</summary>
    public async Task<bool> WaitUntilAllDoneAsync(int atLeast, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Orders < atLeast || Done < Orders || Figured < Orders || Unsent > 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > deadline)
            {
                return false;
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    /// <summary>Does something to the store's files that must not be looked at meanwhile.</summary>
    public void LookAway(Action act)
    {
        lock (looking)
        {
            act();
        }
    }

    private async Task WatchAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            LookAway(Look);
            await Task.Delay(Interval, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look()
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM order_sagas WHERE state = 'Done'),
                    (SELECT count(*) FROM follow_ups WHERE sent_at IS NULL), (SELECT count(*) FROM order_analytics)
                """;
            using var row = command.ExecuteReader();
            row.Read();
            Note(row.GetInt64(0), row.GetInt64(1));
            (Unsent, Figured) = (row.GetInt64(2), row.GetInt64(3));
        }
        catch (SqliteException)
        {
            // Not there yet, or being recovered; the next look sees more.
        }
    }

    private void Note(long orders, long done)
    {
        lock (gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            var wasIdle = Done == Orders;
            if (!wasIdle && TimeProvider.System.GetElapsedTime(lastProgress, now) is var stall && stall > longestStall)
            {
                longestStall = stall;
            }

            if (wasIdle || done > Done)
            {
                lastProgress = now;
            }

            (Orders, Done) = (orders, done);
        }
    }
}
