using System.Data;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Postgres;

/// <summary>
/// Has the server look at a table of the store once there is something in it, and again when it has grown many times over. A plan that was made for a statement while its table had a page or two
/// is kept until then, may read all of it at each use, and autovacuum comes by once a minute at most. A table that is looked at too early is worse off than one that never was: the server
/// takes one that it knows nothing of for larger than it is.
/// </summary>
internal sealed class TableStatistics : IAsyncDisposable
{
    /// <summary>So many pages are enough to tell one index from another, and that any of them is better than the whole.</summary>
    private const int Enough = 16;

    /// <summary>A table of so many times its pages when it was looked at is another one.</summary>
    private const int Grown = 8;

    /// <summary>How closely it is looked at, of 1 to 10,000: 300 rows for each. Indexes are told apart by it in a tenth of the time that the server's own 100 take, by which autovacuum looks when a tenth of the table has changed.</summary>
    private const int Detail = 10;

    private const string Tables =
        """
        SELECT oid::regclass::text AS name, relpages AS known, pg_relation_size(oid) / current_setting('block_size')::bigint AS pages
        FROM pg_class WHERE relkind = 'r' AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('journal'))
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PostgresDatabase database;
    private readonly ILogger logger;
    private readonly Timer timer;

    // What a look that changed nothing, as where tables are another role's, was about: not each second again.
    private readonly Dictionary<string, long> lookedAt = [];
    private volatile bool isClosed;

    public TableStatistics(PostgresDatabase database, ILogger logger)
    {
        this.database = database;
        this.logger = logger;
        timer = new Timer(_ => Look(), null, Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a look that is under way, of one table at the most.</summary>
    public ValueTask DisposeAsync()
    {
        isClosed = true;
        return timer.DisposeAsync();
    }

    private void Look()
    {
        try
        {
            using var connection = database.Connect();
            var session = new StoreSession(connection, null);
            foreach (var table in session.Query<Table>(Tables).Where(IsAnother).TakeWhile(_ => !isClosed))
            {
                Analyze(connection, table);
                lookedAt[table.Name] = table.Pages;
            }
        }
        catch (Exception e)
        {
            // Statistics are no reason for a worker to end, whatever the server or its network has.
            logger.LogDebug(e, "The tables could not be looked at; they will be");
        }

        LookAgain();
    }

    private static void Analyze(PostgresConnection connection, Table table)
    {
        using var transaction = connection.Begin(IsolationLevel.ReadCommitted);
        var session = new StoreSession(connection, transaction);
        session.Execute($"SET LOCAL default_statistics_target = {Detail}");
        session.Execute($"ANALYZE {table.Name}");
        transaction.Commit();
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

    private bool IsAnother(Table table) => table.Pages >= Enough && table.Pages >= Grown * Math.Max(table.Known, lookedAt.GetValueOrDefault(table.Name));

    private sealed record Table(string Name, int Known, long Pages);
}
