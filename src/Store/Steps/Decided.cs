using Pipeline.Trading;

namespace Pipeline.Store.Steps;

/// <summary>
/// What a step has decided, kept until it is recorded. A step runs again when others of its commit fail or its server is lost, so what it would count inside would be counted for each run.
/// </summary>
public sealed class Decided
{
    private Verdict? verdict;

    /// <summary>Tells of the decision; does nothing where it was taken before.</summary>
    public void Tell(Action<Verdict> count)
    {
        if (verdict is not null)
        {
            count(verdict);
        }
    }

    /// <summary>A step begins.</summary>
    public void Forget() => verdict = null;

    /// <summary>It has decided.</summary>
    public void Note(Verdict decision) => verdict = decision;
}
