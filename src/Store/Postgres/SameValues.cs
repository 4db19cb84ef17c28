namespace Pipeline.Store.Postgres;

/// <summary>By their values two statements of the same text say the same.</summary>
internal sealed class SameValues : IEqualityComparer<object?[]>
{
    public static readonly SameValues Comparer = new();

    public bool Equals(object?[]? x, object?[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(object?[] values)
    {
        var hash = new HashCode();
        foreach (var value in values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
