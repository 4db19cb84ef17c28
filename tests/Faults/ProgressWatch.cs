using Microsoft.Data.Sqlite;
using Pipeline.Store;

namespace Pipeline.Faults;

/// <summary>Looks at the store from outside, also while no process runs: how many orders there are, and how many have ended.</summary>
public sealed class ProgressWatch : IAsyncDisposable
{
    private const string Figures =
        """
        SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM order_sagas WHERE state = 'Done'),
            (SELECT count(*) FROM follow_ups WHERE sent_at IS NULL), (SELECT count(*) FROM order_analytics)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Lock looking = new();
    private readonly Func<(long Orders, long Done, long Unsent, long Figured)> look;
    private readonly Task watching;
    private TimeSpan longestStall;
    private long lastProgress = TimeProvider.System.GetTimestamp();

    /// <param name="data">The folder of the store's file.</param>
    public ProgressWatch(string data)
        : this(InFile(data))
    {
    }

    /// <param name="store">A store on a server.</param>
    public ProgressWatch(IStoreDatabase store)
        : this(() => store.Look(session => session.QueryFirst<(long, long, long, long)>(Figures)))
    {
    }

    private ProgressWatch(Func<(long Orders, long Done, long Unsent, long Figured)> look)
    {
        this.look = look;
        watching = WatchAsync();
    }

    private static Func<(long Orders, long Done, long Unsent, long Figured)> InFile(string data)
    {
        // Read-only and without a pool: looking on must not be what recovers or cleans up the file after a kill.
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, "pipeline.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 1,
        }.ToString();
        return () =>
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Figures;
            using var row = command.ExecuteReader();
            row.Read();
            return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
        };
    }

    public long Orders { get; private set; }

    public long Done { get; private set; }

    /// <summary>Messages recorded and not yet sent.</summary>
    public long Unsent { get; private set; }

    /// <summary>Orders whose figures analytics has worked out.</summary>
    public long Figured { get; private set; }

    /// <summary>What has not come to its end, in words.</summary>
    public string Left => $"{Orders - Done} orders have not ended, analytics has not heard of {Orders - Figured}, {Unsent} messages are unsent";

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
            var (orders, done, unsent, figured) = look();
            Note(orders, done);
            (Unsent, Figured) = (unsent, figured);
        }
        catch (Exception e) when (e is SqliteException or StoreUnavailableException or Npgsql.NpgsqlException)
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
