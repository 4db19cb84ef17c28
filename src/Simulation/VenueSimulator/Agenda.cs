namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What is to happen and when, at one instant in the order in which it was put down. Time is somebody else's to tell.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset At, long Seq)> entries = new();
    private long seq;

    /// <summary>The next instant something is to happen at.</summary>
    public DateTimeOffset? Next => entries.TryPeek(out _, out var due) ? due.At : null;

    public void At(DateTimeOffset due, Action<DateTimeOffset> act) => entries.Enqueue(act, (due, seq++));

    /// <summary>Does it now when it is due, else puts it down.</summary>
    public void Do(DateTimeOffset due, Action<DateTimeOffset> act, DateTimeOffset now)
    {
        if (due <= now)
        {
            act(now);
        }
        else
        {
            At(due, act);
        }
    }

    /// <summary>Takes what is to happen next off the agenda.</summary>
    public Action<DateTimeOffset> Take() => entries.Dequeue();
}
