namespace Pipeline.Simulation.Processes;

/// <summary>
/// The clock as a process sees it: the wall clock of its machine, which somebody may have set wrong, and timers that run by a
/// clock of their own, which nobody can set. A stopped process's timers fire when it is woken, a dead one's never.
/// </summary>
internal sealed class ProcessClock(SimulatedProcess process, VirtualClock clock, WallClock wall) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => wall.Now;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer? timer = null;
        var isDisposed = false;
        timer = clock.CreateTimer(
            _ => process.Enter(() =>
            {
                if (!isDisposed)
                {
                    callback(state);
                }
            }),
            null, dueTime, period);
        return new ProcessTimer(timer, () => isDisposed = true);
    }

    // A timer that was disposed while it waited to be heard by a stopped process must not fire.
    private sealed class ProcessTimer(ITimer inner, Action disposed) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            disposed();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
