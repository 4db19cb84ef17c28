namespace Pipeline.Host.Clocks;

/// <summary>
/// A clock that starts at an instant of one's choice and runs at a speed of one's choice. Its timers and delays follow it, so
/// that everything in the process lives in the same time. Latencies measured on it are in its own seconds.
/// </summary>
/// <param name="start">What the clock says at its origin.</param>
/// <param name="origin">The real time at which it says so.</param>
/// <param name="speed">Seconds of this clock in one real second.</param>
public sealed class RehearsalClock(DateTimeOffset start, DateTimeOffset origin, double speed) : TimeProvider
{
    private readonly long timestampAtCreation = System.GetTimestamp();
    private readonly DateTimeOffset atCreation = start + ((System.GetUtcNow() - origin) * speed);

    public override DateTimeOffset GetUtcNow() => atCreation + (System.GetElapsedTime(timestampAtCreation) * speed);

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => timestampAtCreation + (long)((System.GetTimestamp() - timestampAtCreation) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(System.CreateTimer(callback, state, Scale(dueTime), Scale(period)), Scale);

    private TimeSpan Scale(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / speed;

    private sealed class ScaledTimer(ITimer inner, Func<TimeSpan, TimeSpan> scale) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(scale(dueTime), scale(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
