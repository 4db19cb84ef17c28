namespace Pipeline.Store;

/// <summary>
/// What a step is going to read, so that a store behind a wire fetches it for all steps that share a commit in two goes, before the first of them writes. Another store does nothing
/// with it. A step reads as if nothing had been said: to have said too little or too much costs time alone.
/// </summary>
/// <param name="Reads">
/// Reads it. At first nothing is there to be found, and what is asked for is fetched; then it is run once more, with what was found, so that what depends on it can be named too. It
/// changes nothing. What it throws is the step's to find again, which sees everything.
/// </param>
/// <param name="Entries">How many entries are going to be added to the journal, as far as that is known.</param>
/// <param name="Claims">How many claims are going to be recorded.</param>
public sealed record Ahead(Action<StoreSession> Reads, int Entries = 0, int Claims = 0)
{
    /// <summary>Nothing is known of what will be read.</summary>
    public static readonly Ahead Nothing = new(_ => { });
}
