namespace Pipeline.Simulation.Episodes;

/// <summary>Chance from a seed: the same seed rolls the same.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    public bool Chance(double share) => random.NextDouble() < share;

    /// <summary>A whole number, both bounds included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>A duration in whole milliseconds, both bounds included.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMilliseconds(random.NextInt64((long)least.TotalMilliseconds, (long)most.TotalMilliseconds + 1));
}
