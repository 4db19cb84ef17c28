namespace Pipeline.Venues.Conformance.Venues;

/// <summary>Real time that began at an instant of our choosing.</summary>
internal sealed class StartedClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>Ten o'clock of a Monday in New York, when every market of the suite is open.</summary>
    public static readonly DateTimeOffset TenInNewYork = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly long began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(began);

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);
}
