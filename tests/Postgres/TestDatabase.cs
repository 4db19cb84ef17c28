using Npgsql;
using Pipeline.Store.Postgres;

namespace Pipeline.Postgres;

/// <summary>
/// A database that lives as long as a test, with all tables and nothing in them. One server serves a whole run: the one that PIPELINE_POSTGRES names,
/// else a private one. A database is a copy of one that was migrated once.
/// </summary>
public sealed class TestDatabase : IDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static PostgresServer? own;
    private static string? server;
    private static int made;

    private readonly string name;

    private TestDatabase(string name)
    {
        this.name = name;
        Database = new PostgresDatabase(PostgresAddress.Parse(Address));
    }

    public PostgresDatabase Database { get; }

    /// <summary>What <c>--store</c> takes.</summary>
    public string Address => AddressOf(name);

    public static async Task<TestDatabase> CreateAsync()
    {
        await Gate.WaitAsync();
        try
        {
            server ??= await StartAsync();
            var name = $"test_{Environment.ProcessId}_{++made}";
            Run($"CREATE DATABASE {name} TEMPLATE {Template} STRATEGY file_copy");
            return new TestDatabase(name);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Stops the server of this run, if one was started.</summary>
    public static async Task StopAsync()
    {
        if (own is not null)
        {
            await own.DisposeAsync();
        }

        (own, server) = (null, null);
    }

    public void Dispose()
    {
        Database.Dispose();
        Run($"DROP DATABASE {name} WITH (FORCE)");
    }

    private static string Template => $"template_{Environment.ProcessId}";

    private static async Task<string> StartAsync()
    {
        server = Environment.GetEnvironmentVariable("PIPELINE_POSTGRES") is { Length: > 0 } given ? given : null;
        if (server is null)
        {
            own = new PostgresServer();
            await own.StartAsync();
            server = own.Address;
        }

        Run($"CREATE DATABASE {Template} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'");
        using var template = new PostgresDatabase(PostgresAddress.Parse(AddressOf(Template)));
        template.Migrate();
        return server;
    }

    private static string AddressOf(string database) => $"{server![..server!.LastIndexOf('/')]}/{database}";

    private static void Run(string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(server!).ConnectionString) { Pooling = false, Options = "" };
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
