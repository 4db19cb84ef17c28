namespace Pipeline.Venues.Kit;

/// <summary>Words of others, on their way into a log or the store.</summary>
public static class Untrusted
{
    private const int Longest = 300;

    /// <summary>At most 300 characters, on one line.</summary>
    public static string Cap(string text)
    {
        var kept = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest - 1), "…") : text;
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(character => char.IsControl(character) ? ' ' : character)) : kept;
    }
}
