using Microsoft.Data.Sqlite;

namespace Pipeline.Faults;

/// <summary>Another connection that has the SQLite file to itself.</summary>
internal sealed class StoreLock(string database) : IAsyncDisposable
{
    private readonly SqliteConnection connection = new($"Data Source={database};Pooling=False;Default Timeout=30");

    /// <summary>Whether nobody has it now: a process that stands still in the middle of a commit keeps it.</summary>
    public static bool CanBeTaken(string database)
    {
        const int Busy = 5;
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout=2");
        connection.Open();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            return false;
        }
    }

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
