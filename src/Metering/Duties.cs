using System.Collections.Concurrent;

namespace Pipeline.Metering;

/// <summary>
/// What the workers of this process do again and again, beside a queue or without one. A worker that fails at each look lives and works on nothing:
/// so its own heartbeat waits for those of its duties.
/// </summary>
/// <param name="clock">The machine's clock.</param>
public sealed class Duties(TimeProvider clock)
{
    private readonly ConcurrentBag<Duty> begun = [];

    /// <summary>Begins a duty, whose silence counts from now.</summary>
    /// <param name="worker">Whose it is.</param>
    /// <param name="interval">How long it rests at the most.</param>
    public Duty Begin(string worker, TimeSpan interval)
    {
        var duty = new Duty(worker, interval, clock);
        begun.Add(duty);
        return duty;
    }

    /// <summary>Whether a duty of the worker has not been done for too long.</summary>
    public bool AreSilent(string worker) => begun.Any(duty => duty.Worker == worker && duty.IsSilent);
}
