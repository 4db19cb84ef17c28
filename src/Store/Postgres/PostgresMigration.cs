using System.Data.Common;
using System.Diagnostics;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>
/// Brings the tables up to date while other hosts run: each script in a transaction of its own that waits for no lock longer than a step does, since
/// whoever comes after it would wait too, and comes again. A script whose name ends in <c>_online</c> runs without a transaction, for <c>CREATE INDEX CONCURRENTLY</c>,
/// and must be repeatable.
/// </summary>
internal sealed class PostgresMigration(PostgresDatabase database)
{
    private const string Online = "_online.sql";
    private const long Lock = 5788174519060005;

    /// <summary>How long a host waits at its start for another one to migrate, and for those that work to let a script come to its locks.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseWhenHeldUp = TimeSpan.FromSeconds(1);

    /// <summary>The scripts, in the order in which they run.</summary>
    public static IReadOnlyList<SqlScript> Scripts { get; } =
    [
        .. typeof(PostgresMigration).Assembly.GetManifestResourceNames().Where(name => name.Contains(".Postgres.Migrations.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name, typeof(PostgresMigration).Assembly.GetManifestResourceStream(name)!)),
    ];

    /// <param name="mayBreak">Whether nothing of an older version runs.</param>
    /// <exception cref="StoreUnavailableException">The server went away meanwhile, or has not what the tables need.</exception>
    public void Run(bool mayBreak)
    {
        try
        {
            BringUpToDate(mayBreak);
        }
        catch (NpgsqlException e) when (PostgresErrors.IsUnavailable(e))
        {
            throw new StoreUnavailableException($"The store {database.Name} can't be looked at: {e.Message}", e);
        }
    }

    private void BringUpToDate(bool mayBreak)
    {
        using var connection = database.Connect();
        var session = new StoreSession(connection, null);
        CheckDatabase(session);
        BreakingMigrations.Check(database.Name, Applied(session), [.. Scripts.Select(script => script.Name)], mayBreak);
        if (Pending(session).Count == 0)
        {
            return;
        }

        // Of hosts that start at the same time one migrates. Who waits for the lock asks again and again: a statement that waited would be waited for by an index
        // that is made concurrently.
        var began = Stopwatch.GetTimestamp();
        while (!session.Scalar<bool>($"SELECT pg_try_advisory_lock({Lock})"))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new StoreUnavailableException($"The store {database.Name} is being migrated by another host for more than {Patience.TotalMinutes:0} minutes");
            }

            Thread.Sleep(Pause);
        }

        try
        {
            foreach (var script in Pending(session))
            {
                Run(script, connection.Inner);
            }
        }
        finally
        {
            Unlock(session);
        }
    }

    // The pool keeps the connection, and with it the lock; one that is lost has none.
    private static void Unlock(StoreSession session)
    {
        try
        {
            session.Execute($"SELECT pg_advisory_unlock({Lock})");
        }
        catch (DbException e) when (PostgresErrors.IsLost(e))
        {
        }
    }

    private static HashSet<string> Applied(StoreSession session) =>
        session.Scalar<bool>("SELECT to_regclass('schemaversions') IS NOT NULL") ? session.Query<string>("SELECT scriptname FROM schemaversions").ToHashSet() : [];

    private static List<SqlScript> Pending(StoreSession session)
    {
        var applied = Applied(session);
        return [.. Scripts.Where(script => !applied.Contains(script.Name))];
    }

    private static void CheckDatabase(StoreSession session)
    {
        var (collation, encoding) = session.QueryFirst<(string, string)>("SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()");
        if (collation is not ("C" or "POSIX") || encoding != "UTF8")
        {
            throw new StoreUnavailableException(
                $"The database's collation is {collation} and its encoding {encoding}. Times and keys stand as text and are compared byte by byte: create it by `createdb --template=template0 --locale=C --encoding=UTF8`");
        }

        if (session.Scalar<string>("SHOW synchronous_commit") is "off" or "local")
        {
            throw new StoreUnavailableException("The server's synchronous_commit is off or local: what a host is told to be committed could be lost. Set it to on, remote_write or remote_apply");
        }
    }

    // On the server that has the lock: of several it is the one that takes writes, and a connection of its own might find another.
    private void Run(SqlScript script, NpgsqlConnection locked)
    {
        var there = new NpgsqlConnectionStringBuilder(database.Address.ConnectionString) { Host = locked.Host, Port = locked.Port, Pooling = false, MaxAutoPrepare = 0, CommandTimeout = 0 };
        var builder = DeployChanges.To.PostgresqlDatabase(there.ConnectionString).WithScripts(script).WithVariablesDisabled().WithExecutionTimeout(TimeSpan.FromHours(4)).LogTo(new NoOpUpgradeLog());
        var began = Stopwatch.GetTimestamp();
        var result = Transacted(builder, script).Build().PerformUpgrade();
        while (result.Error is { } error && PostgresErrors.IsLockWait(error) && Stopwatch.GetElapsedTime(began) < Patience)
        {
            // Whoever waits behind it goes first. Nothing of it is there, or it can be repeated.
            Thread.Sleep(PauseWhenHeldUp);
            result = Transacted(builder, script).Build().PerformUpgrade();
        }

        if (!result.Successful)
        {
            throw PostgresErrors.IsUnavailable(result.Error)
                ? new StoreUnavailableException($"The store {database.Name} can't be migrated: {result.Error.Message}", result.Error)
                : new InvalidOperationException($"Migration {script.Name} of {database.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    private static UpgradeEngineBuilder Transacted(UpgradeEngineBuilder builder, SqlScript script) =>
        script.Name.EndsWith(Online, StringComparison.Ordinal) ? builder.WithoutTransaction() : builder.WithTransactionPerScript();
}
