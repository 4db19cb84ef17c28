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
    private readonly SortedDictionary<double, int> took = [];
    private TimeSpan last;

    /// <summary>So many next time.</summary>
    public int Orders { get; private set; } = 20;

    /// <summary>The longest that a transaction took, from when it had the writer until its commit.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>What a share of the transactions took at most, to a millisecond.</summary>
    public TimeSpan Within(double share)
    {
        var (all, seen) = (took.Values.Sum(), 0);
        return TimeSpan.FromMilliseconds(took.FirstOrDefault(each => (seen += each.Value) >= share * all).Key);
    }

    /// <summary>So long the pipeline has the writer to itself.</summary>
    public TimeSpan Pause => last * PausesAHold;

    public void Note(TimeSpan time)
    {
        last = time;
        var whole = Math.Ceiling(time.TotalMilliseconds);
        took[whole] = took.GetValueOrDefault(whole) + 1;
        Longest = time > Longest ? time : Longest;
        Orders = time > Long ? Math.Max(Fewest, Orders / 2) : time < Short ? Math.Min(Most, Orders + Math.Max(1, Orders / 4)) : Orders;
    }
}
