using Pipeline.Trading;

namespace Pipeline.Store.Steps;

/// <summary>
/// What a step has decided, kept until it is recorded. A step runs again when others of its commit fail or its server is lost, so what it would count inside would be counted for each run.
/// </summary>
/// <param name="count">Counts a decision.</param>
public sealed class Decided(Action<Verdict> count)
{
    private readonly List<Verdict> verdicts = [];

    /// <summary>Tells of what was decided; does nothing where it was decided before.</summary>
    public void Tell() => verdicts.ForEach(count);

    /// <summary>A step begins.</summary>
    public void Forget() => verdicts.Clear();

    /// <summary>It has decided.</summary>
    public void Note(Verdict decision) => verdicts.Add(decision);
}
