using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Postgres;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>Which store a test runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>
/// An empty store that lives as long as a test. Tests that are not said to run on both run on SQLite in memory, or on what PIPELINE_TEST_STORE says:
/// <c>postgres</c> has all of them run on PostgreSQL.
/// </summary>
internal sealed class TestStore : IDisposable
{
    private readonly TestDatabase? database;

    private TestStore(IStore store, TestDatabase? database)
    {
        Store = store;
        this.database = database;
    }

    public IStore Store { get; }

    /// <summary>Another host's store, on the same database.</summary>
    public PostgresStore AnotherHost() => new(database!.Database, NullLogger<PostgresStore>.Instance);

    /// <summary>The database, where it is on PostgreSQL.</summary>
    public PostgresDatabase Database => database!.Database;

    /// <summary>What <c>--store</c> takes, where it is on PostgreSQL.</summary>
    public string Address => database!.Address;

    public static StoreKind Default { get; } = Environment.GetEnvironmentVariable("PIPELINE_TEST_STORE") == "postgres" ? StoreKind.Postgres : StoreKind.Sqlite;

    public static TestStore Create(StoreKind? kind = null)
    {
        if ((kind ?? Default) == StoreKind.Sqlite)
        {
            return new TestStore(new InlineStore(), null);
        }

        return On(TestDatabase.CreateAsync().GetAwaiter().GetResult());
    }

    /// <summary>A store on a database of PostgreSQL that no test had before.</summary>
    public static async Task<TestStore> CreateNeverUsed() => On(await TestDatabase.CreateAsync(neverUsed: true));

    /// <summary>A store in a file of SQLite's.</summary>
    public static TestStore OnFile(string path) => new(new InlineStore(path), null);

    private static TestStore On(TestDatabase database) => new(database.Database.Open(NullLoggerFactory.Instance), database);

    public void Dispose()
    {
        (Store as IDisposable)?.Dispose();
        (Store as IAsyncDisposable)?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        database?.Dispose();
    }
}

/// <summary>Stops the PostgreSQL server when all tests have run.</summary>
[SetUpFixture]
public sealed class PostgresOfTheRun
{
    [OneTimeTearDown]
    public Task StopIt() => TestDatabase.StopAsync();
}
