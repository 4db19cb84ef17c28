using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>A clock whose timers go off a little before their time, as those of a machine do that counts in whole milliseconds.</summary>
internal sealed class HastyClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(base.CreateTimer(callback, state, Sooner(dueTime), period));

    private static TimeSpan Sooner(TimeSpan dueTime) => dueTime > Haste ? dueTime - Haste : dueTime;

    private sealed class HastyTimer(ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Sooner(dueTime), period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
