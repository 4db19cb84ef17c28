using Npgsql;
using Pipeline.Store.Postgres;

namespace Pipeline.Postgres;

/// <summary>
/// A database that a test has to itself, with all tables and nothing in them. One server serves a whole run: the one that PIPELINE_POSTGRES names,
/// else a private one. A database is a copy of one that was migrated once, and is emptied for the next test: to make one takes ten times as long.
/// </summary>
public sealed class TestDatabase : IDisposable
{
    /// <summary>Deletes what is in it, also from the tables that refuse that to everybody else, and has every sequence begin anew.</summary>
    private const string Empty =
        """
        SET session_replication_role = replica;
        DO $$
        DECLARE
            name text;
            is_used boolean;
        BEGIN
            FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'schemaversions' LOOP
                EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO is_used;
                IF is_used THEN
                    EXECUTE format('DELETE FROM %I', name);
                END IF;
            END LOOP;
            FOR name IN SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'schemaversions%' LOOP
                PERFORM setval(name::regclass, 1, false);
            END LOOP;
            INSERT INTO session_overrides (id, version) VALUES (1, 'none');
        END $$;
        SET session_replication_role = DEFAULT;
        """;

    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly Stack<TestDatabase> Idle = new();
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

    /// <param name="neverUsed">Whether one that another test had will not do: the server keeps statistics of what was in it.</param>
    public static async Task<TestDatabase> CreateAsync(bool neverUsed = false)
    {
        await Gate.WaitAsync();
        try
        {
            server ??= await StartAsync();
            lock (Idle)
            {
                if (!neverUsed && Idle.TryPop(out var idle))
                {
                    return idle;
                }
            }

            var name = $"test_{Environment.ProcessId}_{++made}";
            Run($"CREATE DATABASE {name} TEMPLATE {Template}");
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
        foreach (var database in Idle)
        {
            database.Database.Dispose();
            Run($"DROP DATABASE {database.name} WITH (FORCE)");
        }

        Idle.Clear();
        if (own is not null)
        {
            await own.DisposeAsync();
        }

        (own, server) = (null, null);
    }

    public void Dispose()
    {
        Run(Empty, name);
        lock (Idle)
        {
            Idle.Push(this);
        }
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

    private static void Run(string sql, string? database = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(database is null ? server! : AddressOf(database)).ConnectionString) { Pooling = false, Options = "" };
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
