namespace Pipeline.Store;

/// <summary>What a write has changed. A store behind a wire knows it when the write's step is durable, and not before.</summary>
public sealed class Written
{
    private readonly Func<int> rows;

    internal Written(Func<int> rows) => this.rows = rows;

    /// <summary>Whether it has changed one row: what was to be changed was as expected.</summary>
    public bool IsOne => rows() == 1;
}
