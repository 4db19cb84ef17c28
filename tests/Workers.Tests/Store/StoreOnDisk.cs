using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>The real store on a file that lives as long as a test.</summary>
internal sealed class StoreOnDisk : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    /// <param name="patience">How long it waits for another process's lock: a moment unless said otherwise.</param>
    public StoreOnDisk(TimeSpan? patience = null)
    {
        Database = new SqliteDatabase(folder.File("pipeline.db"), patience ?? TimeSpan.FromMilliseconds(100));
        Database.Migrate();
        Store = Open();
    }

    public SqliteDatabase Database { get; }

    public SqliteStore Store { get; private set; }

    /// <summary>Another process would see the file like this.</summary>
    public SqliteStore Open() => new(Database, NullLogger<SqliteStore>.Instance);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Open();
    }

    public static long Note(StoreSession session, string note) =>
        JournalTable.Append(session, new JournalEntry(0, DateTimeOffset.UnixEpoch, JournalKinds.IntentReceived, null, null, note, null, "{}"));

    public IReadOnlyList<string> Notes() => Store.Read(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq"));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Dispose();
    }
}
