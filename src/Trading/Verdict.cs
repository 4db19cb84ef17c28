namespace Pipeline.Trading;

/// <summary>What a stage decides about an order. A closed set: nothing derives from it outside this file.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>On to the next stage.</summary>
    public sealed record Accept : Verdict;

    /// <summary>Wait, unsent.</summary>
    /// <param name="Code">Stable code of the reason.</param>
    /// <param name="Detail"><c>key=value, ...</c>.</param>
    /// <param name="Until">When to look again by itself; null waits for a person or the intent's <c>valid_until</c>.</param>
    public sealed record Hold(string Code, string Detail, DateTimeOffset? Until) : Verdict;

    /// <summary>Refused by the pipeline, for good.</summary>
    /// <param name="Code">Stable code of the reason.</param>
    /// <param name="Detail"><c>key=value, ...</c>.</param>
    public sealed record Deny(string Code, string Detail) : Verdict;
}
