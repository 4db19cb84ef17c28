namespace Pipeline.Peers;

/// <summary>Numbers the orders of a run, its warm-up included.</summary>
internal sealed class Numbers
{
    private int last;

    public int Next() => ++last;
}
