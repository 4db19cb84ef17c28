using Microsoft.Data.Sqlite;

namespace Pipeline.Venues.Paper;

/// <summary>The book's statements, each prepared once: every order runs a dozen, and SQLite spends more time on reading one than on running it.</summary>
internal sealed class BookStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Ready(transaction, sql, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row; null where there is no row, or nothing in it.</summary>
    public object? Scalar(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Ready(transaction, sql, parameters).ExecuteScalar() is { } value and not DBNull ? value : null;

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand Ready(SqliteTransaction transaction, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared.Add(sql, command = new SqliteCommand(sql, connection));
        }

        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            if (command.Parameters.Contains(name))
            {
                command.Parameters[name].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        return command;
    }
}
