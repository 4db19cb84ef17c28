namespace Pipeline.Simulation;

/// <summary>A clock that stands still until it is told to move. Timers fire while it moves, on the mover's thread, each at its own instant.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<VirtualTimer> timers = [];
    private DateTimeOffset now = start.ToUniversalTime();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    /// <summary>Moves on to an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is in the past.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        while (timers.Where(timer => timer.Due <= instant).MinBy(timer => timer.Due) is { } timer)
        {
            now = timer.Due!.Value;
            timer.Fire();
        }

        now = instant.ToUniversalTime();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            return true;
        }

        public void Fire()
        {
            Due = period > TimeSpan.Zero ? Due + period : null;
            callback(state);
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
