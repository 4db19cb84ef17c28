using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Postgres;

/// <summary>
/// Has the server look at the tables of a new store once there is something in them. A plan that was made for a statement while its table was empty is kept until then, may read
/// all of it, and autovacuum comes by once a minute at most.
/// </summary>
internal sealed class FirstStatistics : IAsyncDisposable
{
    /// <summary>So many entries of the journal are enough to tell one index from another.</summary>
    private const int Enough = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PostgresDatabase database;
    private readonly ILogger logger;
    private readonly Timer timer;

    public FirstStatistics(PostgresDatabase database, ILogger logger)
    {
        this.database = database;
        this.logger = logger;
        timer = new Timer(_ => Look(), null, Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a look that is under way.</summary>
    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Look()
    {
        try
        {
            using var connection = database.Connect();
            var session = new StoreSession(connection, null);
            if (session.Scalar<bool>("SELECT min(reltuples) >= 0 FROM pg_class WHERE oid IN (to_regclass('journal'), to_regclass('claims'), to_regclass('executions'))"))
            {
                return;
            }

            if (session.Dialect.LatestSeq(session) >= Enough)
            {
                session.Execute("ANALYZE");
                return;
            }
        }
        catch (Exception e)
        {
            // Statistics are no reason for a worker to end, whatever the server or its network has.
            logger.LogDebug(e, "The tables could not be looked at; they will be");
        }

        LookAgain();
    }

    private void LookAgain()
    {
        try
        {
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed meanwhile.
        }
    }
}
