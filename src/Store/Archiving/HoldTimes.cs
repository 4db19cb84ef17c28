namespace Pipeline.Store.Archiving;

/// <summary>
/// How many orders are taken out in one transaction, so that it has the store's writer to itself for some tens of milliseconds, and how long the writer is left to the pipeline then.
/// </summary>
internal sealed class HoldTimes
{
    private const int Fewest = 1;
    private const int Most = 100;
    private const int PausesAHold = 3;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(30);
    private TimeSpan last;

    /// <summary>So many next time.</summary>
    public int Orders { get; private set; } = 20;

    /// <summary>The longest that a transaction took, from when it had the writer until its commit.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>So long the pipeline has the writer to itself.</summary>
    public TimeSpan Pause => last * PausesAHold;

    public void Note(TimeSpan took)
    {
        last = took;
        Longest = took > Longest ? took : Longest;
        Orders = took > Long ? Math.Max(Fewest, Orders / 2) : took < Short ? Math.Min(Most, Orders + Math.Max(1, Orders / 4)) : Orders;
    }
}
