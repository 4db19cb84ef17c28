using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>What a statement that writes has to do with one that reads.</summary>
/// <param name="Parameters">Of both, those that say which row they are about, by the same column.</param>
internal sealed record StatementRelation(IReadOnlyList<(string Written, string Looked)> Parameters)
{
    /// <summary>Whether what the read finds may be another after the write.</summary>
    public bool MayChange(NpgsqlBatchCommand write, NpgsqlBatchCommand read)
    {
        foreach (var (written, looked) in Parameters)
        {
            if (AreOther(ValueOf(write, written), ValueOf(read, looked)))
            {
                return false;
            }
        }

        return true;
    }

    // Values of two kinds may be equal in the database all the same.
    private static bool AreOther(object? written, object? looked) => (written, looked) switch
    {
        (string a, string b) => a != b,
        (long a, long b) => a != b,
        _ => false,
    };

    private static object? ValueOf(NpgsqlBatchCommand statement, string parameter) =>
        statement.Parameters.TryGetValue(parameter, out var found) ? found.Value : null;
}
