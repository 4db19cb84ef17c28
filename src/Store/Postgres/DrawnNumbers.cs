namespace Pipeline.Store.Postgres;

/// <summary>Numbers of the store's sequences that were drawn before they are given to a row, so that nobody waits to be told which it has.</summary>
internal sealed class DrawnNumbers
{
    private readonly Dictionary<string, Queue<long>> numbers = [];
    private readonly Dictionary<string, int> asked = [];

    /// <summary>How many more must be drawn so that there will be so many.</summary>
    public int Missing(string sequence, int count) => count - Of(sequence).Count - asked.GetValueOrDefault(sequence);

    /// <summary>Whether some were asked for and are not here yet.</summary>
    public bool IsAsked(string sequence) => asked.GetValueOrDefault(sequence) > 0;

    public void Ask(string sequence, int count) => asked[sequence] = asked.GetValueOrDefault(sequence) + count;

    public void Keep(string sequence, IReadOnlyList<object[]> rows)
    {
        asked[sequence] -= rows.Count;
        foreach (var row in rows)
        {
            Of(sequence).Enqueue((long)row[0]);
        }
    }

    public long? Take(string sequence) => Of(sequence).TryDequeue(out var number) ? number : null;

    public void Clear()
    {
        numbers.Clear();
        asked.Clear();
    }

    private Queue<long> Of(string sequence)
    {
        if (!numbers.TryGetValue(sequence, out var queue))
        {
            numbers[sequence] = queue = [];
        }

        return queue;
    }
}
