namespace Pipeline.Store.Postgres;

/// <summary>What a statement that writes has to do with one that reads.</summary>
/// <param name="Parameters">Of both, those that say which row they are about, by the same column.</param>
/// <param name="BringsNone">Whether a read that has found no row finds none afterwards.</param>
/// <param name="Told">What the one says of the rows that the other has found; null where it doesn't.</param>
internal sealed record StatementRelation((int Written, int Looked)[] Parameters, bool BringsNone, ToldRows? Told)
{
    /// <summary>Whether it adds rows to which the other only refers: it may come before that at any time.</summary>
    public bool MayComeBefore { get; private init; }

    /// <summary>Of a write to a table whose rows the other refers to.</summary>
    public static StatementRelation OfParent(bool adds) => new([], false, null) { MayComeBefore = adds };

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

    // Null equals nothing, so no row is found by it. Values of two kinds may be equal in the database all the same.
    private static bool AreOther(object? written, object? looked) => (written, looked) switch
    {
        (null, _) or (_, null) => true,
        (string a, string b) => a != b,
        (long a, long b) => a != b,
        _ => false,
    };
}
