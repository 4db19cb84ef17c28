namespace Pipeline.Simulation.Scenarios;

/// <summary>What must hold of a scenario, and what is said when it does not.</summary>
internal static class Requirement
{
    /// <exception cref="ScenarioException">It does not hold.</exception>
    public static void Require(bool holds, string path, string otherwise)
    {
        if (!holds)
        {
            throw new ScenarioException($"{path}: {otherwise}");
        }
    }

    /// <exception cref="ScenarioException">The word is not among those there are.</exception>
    public static void RequireKnown<T>(T word, IReadOnlyCollection<T> words, string path) =>
        Require(words.Contains(word), path, $"'{word}' is none of {string.Join(", ", words)}");
}
