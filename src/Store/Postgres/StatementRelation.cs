namespace Pipeline.Store.Postgres;

/// <summary>What a statement that writes has to do with one that reads.</summary>
/// <param name="Parameters">Of both, those that say which row they are about, by the same column.</param>
/// <param name="Told">What the one says of the rows that the other has found; null where it doesn't.</param>
internal sealed record StatementRelation(IReadOnlyList<(int Written, int Looked)> Parameters, ToldRows? Told)
{
    /// <summary>Whether what the read finds may be another after the write.</summary>
    public bool MayChange(Statement write, Statement read)
    {
        foreach (var (written, looked) in Parameters)
        {
            if (AreOther(write.Values[written], read.Values[looked]))
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
}
