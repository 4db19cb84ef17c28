using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Workers.Tests;

/// <summary>A clock whose wall somebody may set: timers and timestamps go on as if nothing had been.</summary>
internal sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    /// <summary>Sets the wall clock ahead, or back when negative.</summary>
    public void Step(TimeSpan by) => offset += by;
}
