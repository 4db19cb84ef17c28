namespace Pipeline.Store;

/// <summary>
/// Whether the store takes this process's writes. One that is full, read-only or locked by somebody is read as ever, so that a read says nothing of it. Writes are told apart by what
/// their turns are of: on a full disk a row may still be changed where it stands, as a lease's, while none can be added.
/// </summary>
/// <param name="machine">The machine's clock.</param>
public sealed class WriteWatch(TimeProvider machine)
{
    /// <summary>How long writes of one kind must have failed, and nothing else: a step that once waited too long for its turn is no fault of the store's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For so long a failure counts though nothing of its kind is tried any more: the store may be well again. Shorter than what pages.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Failures> failing = [];

    /// <summary>Why the store takes no writes; null when it takes them, or nobody writes.</summary>
    public string? Refusal
    {
        get
        {
            lock (gate)
            {
                return failing.Values.FirstOrDefault(failures => machine.GetElapsedTime(failures.First, failures.Last) >= Patience && !IsOver(failures))?.Why;
            }
        }
    }

    internal void Took(Turn turn)
    {
        lock (gate)
        {
            if (failing.Count > 0)
            {
                failing.Remove(turn.Kind);
            }
        }
    }

    internal void Refused(Turn turn, string why)
    {
        lock (gate)
        {
            var now = machine.GetTimestamp();
            failing[turn.Kind] = failing.TryGetValue(turn.Kind, out var failures) && !IsOver(failures) ? failures with { Last = now, Why = why } : new Failures(now, now, why);
        }
    }

    private bool IsOver(Failures failures) => machine.GetElapsedTime(failures.Last) >= Memory;

    private sealed record Failures(long First, long Last, string Why);
}
