using System.Data.Common;
using System.Diagnostics;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>Opens the SQLite file the way every connection must be opened, and brings its schema up to date.</summary>
/// <param name="path">The file.</param>
/// <param name="busyTimeout">How long a connection waits for another process's lock before it gives up; 5 s unless said otherwise.</param>
public sealed class SqliteDatabase(string path, TimeSpan? busyTimeout = null) : IStoreDatabase
{
    /// <summary>
    /// What a writer keeps of the database in its memory, KB: its indexes' upper pages, and what it has just written. SQLite's own default of 2 MB has 20 pages read again for every
    /// order even in a small one. Nearly each commit goes through all pages that are kept (a page that is split swaps numbers with another by way of the one that stands at 1 GB, which is beyond
    /// the file's end, and what is beyond its end is looked for afterwards), which with 64 MB was a tenth of the writer's time.
    /// </summary>
    private const int CacheOfSmall = 16000;

    /// <summary>The same of a file that reaches beyond 1 GB, where nothing is looked for, and where the upper pages of a million orders' indexes alone are 18 MB.</summary>
    private const int CacheOfLarge = 128000;

    private const long Large = 1L << 30;

    /// <summary>How long a process waits at its start for another one to migrate.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int MissingTableOrColumn = 1;
    private const int MostUpgrades = 20;
    private const string Scripts = "Pipeline.Store.Migrations.";

    // SQLite counts its memory under one lock for the whole process, at every allocation: two connections on two cores stood in
    // each other's way ten times as often with it. Nobody reads the count. It can be set before the first use alone; where
    // something else has used SQLite before, it stays on, which is slower and nothing more.
    static SqliteDatabase()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private readonly TimeSpan busyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5);

    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Pooling = true,
        // The provider repeats a busy statement by polling for this many seconds, and for ever at 0. The pragma below waits in
        // SQLite (p99 10 to 19 ms instead of 450), and after it at most this is left.
        DefaultTimeout = 1,
    }.ToString();

    public string Path { get; } = path;

    /// <summary>How long whoever uses the store waits for others, or for the disk, before it gives up.</summary>
    internal TimeSpan BusyTimeout => busyTimeout;

    public string Name => Path;

    public bool Exists() => File.Exists(Path);

    public void Step(Action<StoreSession> step)
    {
        using var connection = Open();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            step(new StoreSession(connection, transaction));
            transaction.Commit();
        }
        catch (Exception e) when (e is not DbException)
        {
            FlushLog(connection);
            throw;
        }

        FlushLog(connection);
    }

    public T Look<T>(Func<StoreSession, T> query)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        T answer;
        try
        {
            answer = query(new StoreSession(connection, transaction));
        }
        catch (Exception e) when (e is not DbException)
        {
            FlushLog(connection);
            throw;
        }

        FlushLog(connection);
        return answer;
    }

    public bool IsOfOtherVersion(DbException exception) => exception is SqliteException { SqliteErrorCode: MissingTableOrColumn };

    public IStore Open(ILoggerFactory loggers) => new SqliteStore(this, loggers.CreateLogger<SqliteStore>());

    public SqliteConnection Open() => Open(connectionString, cache: 2000);

    /// <summary>A connection that has the file to itself, in this process and among all, until it is closed.</summary>
    /// <exception cref="StoreUnavailableException">Somebody has it open.</exception>
    public SqliteConnection OpenAlone()
    {
        // A connection that waits in the pool has the file open.
        using (var pooled = new SqliteConnection(connectionString))
        {
            SqliteConnection.ClearPool(pooled);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            // With its log, an exclusive lock is asked for at the first look at the file.
            connection.Open();
            Run(connection, "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA synchronous=FULL", "BEGIN EXCLUSIVE", "COMMIT");
            return connection;
        }
        catch (SqliteException e) when (IsUnavailable(e))
        {
            connection.Dispose();
            throw new StoreUnavailableException($"The store {Path} is open in another process ({e.Message}): stop every process of the pipeline that is on it, and whatever reads it", e);
        }
    }

    /// <summary>A connection for whoever alone writes in this process, most of the time: it goes to no pool, and writes nothing before it commits (<see cref="LogWrites"/>).</summary>
    public SqliteConnection OpenForWriter() =>
        Open(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString(), WritersCache, "PRAGMA cache_spill=OFF", "SELECT count(*) FROM sqlite_schema");

    // Before anything is told of what was read: others commit before they flush.
    private void FlushLog(SqliteConnection connection)
    {
        using var log = LogHandle.Of(connection.Handle!);
        try
        {
            log?.Flush();
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException($"The disk failed when the log of {Path} was flushed: {e.Message}", e);
        }
    }

    /// <summary>What a writer should keep of the file as it is now, KB.</summary>
    internal int WritersCache => new FileInfo(Path) is { Exists: true, Length: > Large } ? CacheOfLarge : CacheOfSmall;

    /// <summary>Creates the file and its tables, or brings older ones up to date. Does nothing when they are.</summary>
    public void Migrate(bool mayBreak = false)
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using (Open())
        {
        }

        var upgrade = DeployChanges.To.SqliteDatabase(connectionString)
            .WithScriptsAndCodeEmbeddedInAssembly(typeof(SqliteDatabase).Assembly, name => name.StartsWith(Scripts, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        BreakingMigrations.Check(Path, ExecutedIn(upgrade), [.. upgrade.GetDiscoveredScripts().Select(script => script.Name)], mayBreak);

        // Of processes that start at the same time, who comes second at a script fails, and finds it done when it looks again. One that takes long is waited for.
        var began = Stopwatch.GetTimestamp();
        var result = upgrade.PerformUpgrade();
        for (var again = 0; !result.Successful && (again < MostUpgrades || (IsLocked(result.Error) && Stopwatch.GetElapsedTime(began) < Patience)); again++)
        {
            result = upgrade.PerformUpgrade();
        }

        if (!result.Successful)
        {
            throw result.Error is SqliteException e && IsUnavailable(e)
                ? new StoreUnavailableException($"The store {Path} can't be migrated: {e.Message}", e)
                : new InvalidOperationException($"Migration {result.ErrorScript?.Name} of {Path} failed: {result.Error.Message}", result.Error);
        }
    }

    private SqliteConnection Open(string address, int cache, params string[] also)
    {
        var connection = new SqliteConnection(address);
        try
        {
            connection.Open();

            // What a savepoint would restore is kept in memory: SQLite's default is a temporary file, which was three of four
            // of the writer's writes. The log is copied beside the writer (LogCheckpoints); who finds 16,000 pages, 64 MB, in it does so itself.
            Run(
                connection, $"PRAGMA busy_timeout={busyTimeout.TotalMilliseconds:0}", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY",
                $"PRAGMA cache_size=-{cache}", "PRAGMA wal_autocheckpoint=16000");
            Run(connection, also);
            return connection;
        }
        catch (SqliteException e) when (IsUnavailable(e))
        {
            connection.Dispose();
            throw new StoreUnavailableException($"The store {Path} can't be opened: {e.Message}", e);
        }
    }

    // One by one: of several in one command the provider passes over what goes wrong behind the first that gives a row, as a pragma does.
    private static void Run(SqliteConnection connection, params string[] statements)
    {
        using var command = connection.CreateCommand();
        foreach (var statement in statements)
        {
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    // A process that migrates at the same time may be in the way of a look, too.
    private static IReadOnlyCollection<string> ExecutedIn(UpgradeEngine upgrade)
    {
        for (var again = 0; ; again++)
        {
            try
            {
                return upgrade.GetExecutedScripts();
            }
            catch (SqliteException) when (again < MostUpgrades)
            {
            }
        }
    }

    private static bool IsLocked(Exception error) => error is SqliteException { SqliteErrorCode: 5 or 6 };

    /// <summary>Whether an error is the disk's: it could not be read, written or flushed.</summary>
    internal static bool IsDisk(DbException exception) => exception is SqliteException { SqliteErrorCode: 10 };

    /// <summary>Whether an error means that the same statement may work later: busy, locked, full, unreadable, not to be opened, or its log's lock lost to others again and again.</summary>
    internal static bool IsUnavailable(DbException exception) => exception is SqliteException
    {
        SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 or 15,
    };
}
