using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Commands;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Audit;

/// <summary>A store on a file with records that are sealed, and an insider who can do anything to it.</summary>
internal sealed class SealedStore : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    public SealedStore()
    {
        Database = new SqliteDatabase(File);
        Database.Migrate();
        Store = new SqliteStore(Database, NullLogger<SqliteStore>.Instance);
    }

    public SqliteDatabase Database { get; }

    public SqliteStore Store { get; private set; }

    public string File => folder.File("pipeline.db");

    public string Path(string name) => folder.File(name);

    /// <summary>Commits records, each in a step of its own.</summary>
    public async Task RecordAsync(int count, string by = "alice")
    {
        for (var i = 0; i < count; i++)
        {
            await Store.WriteAsync(session => JournalTable.Append(session, new JournalEntry(
                0, new DateTimeOffset(2026, 3, 2, 15, 0, i % 60, TimeSpan.Zero), JournalKinds.Halted, null, null, "operator", null, $$"""{"by":"{{by}}","nth":{{i}}}""")));
        }
    }

    /// <summary>Seals everything that is committed.</summary>
    public async Task SealAsync()
    {
        while (await Sealing.SealAsync(Store, TimeProvider.System, CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>Does something to the file that no part of the pipeline would.</summary>
    public void Tamper(params IReadOnlyList<string> statements)
    {
        using var connection = Database.Open();
        var session = new StoreSession(connection, null);
        foreach (var trigger in session.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        {
            session.Execute($"DROP TRIGGER {trigger}");
        }

        foreach (var statement in statements)
        {
            session.Execute(statement);
        }
    }

    /// <summary>Takes every seal from a record on away and seals anew, as an insider would who knows how.</summary>
    public async Task ForgeChainAsync(long fromSeq)
    {
        Tamper($"DELETE FROM audit_seals WHERE last_seq >= {fromSeq}");
        await SealAsync();
    }

    /// <summary>Replaces the store by a copy.</summary>
    public async Task RestoreAsync(string backup)
    {
        await Store.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
        System.IO.File.Copy(backup, File, overwrite: true);
        Store = new SqliteStore(Database, NullLogger<SqliteStore>.Instance);
    }

    public void Backup(string to)
    {
        using var from = Database.Open();
        using var copy = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={to};Pooling=False");
        copy.Open();
        from.BackupDatabase(copy);
    }

    /// <summary><c>pipeline audit verify</c>.</summary>
    public (int ExitCode, string Output) Verify(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = AuditCommand.Create().Parse(["verify", "--store", File, .. arguments])
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = TextWriter.Null });
        return (code, output.ToString().TrimEnd());
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Dispose();
    }
}
