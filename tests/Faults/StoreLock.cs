using Microsoft.Data.Sqlite;

namespace Pipeline.Faults;

/// <summary>Another connection that has the SQLite file to itself.</summary>
internal sealed class StoreLock(string database) : IAsyncDisposable
{
    private readonly SqliteConnection connection = new($"Data Source={database};Pooling=False;Default Timeout=30");

    public async Task TakeAsync()
    {
        await connection.OpenAsync();
        await ExecuteAsync("BEGIN EXCLUSIVE");
    }

    public Task GiveBackAsync() => ExecuteAsync("ROLLBACK");

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task ExecuteAsync(string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
