namespace Pipeline.Metering;

/// <summary>Something that a worker does again and again, and says so each time that it has not failed.</summary>
public sealed class Duty
{
    /// <summary>Beyond its rest: longer than it takes when it is slow, and than a disturbance that goes by itself. Only then does its worker fall silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeSpan longestSilence;
    private readonly TimeProvider clock;
    private long beatAt;

    internal Duty(string worker, TimeSpan interval, TimeProvider clock)
    {
        (Worker, longestSilence, this.clock) = (worker, interval + Patience, clock);
        Beat();
    }

    /// <summary>Whose it is.</summary>
    public string Worker { get; }

    internal bool IsSilent => clock.GetElapsedTime(Volatile.Read(ref beatAt)) > longestSilence;

    /// <summary>It was done just now, or a step of it.</summary>
    public void Beat() => Volatile.Write(ref beatAt, clock.GetTimestamp());
}
