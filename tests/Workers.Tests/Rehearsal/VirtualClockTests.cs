using NUnit.Framework;
using Pipeline.Simulation;

namespace Pipeline.Workers.Tests.Rehearsal;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2014, 6, 5, 13, 30, 0, TimeSpan.Zero);

    private readonly VirtualClock clock = new(Start);

    [Test]
    public void Timers_fire_in_order_of_time_each_at_its_own_instant()
    {
        var fired = new List<DateTimeOffset>();
        using var late = Timer(fired, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = Timer(fired, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        clock.MoveTo(Start.AddSeconds(5));

        Assert.That(fired.Select(at => (at - Start).TotalSeconds), Is.EqualTo(new[] { 1.0, 3.0, 4.0 }));
    }

    [Test]
    public void A_timeout_of_a_call_that_is_over_never_fires()
    {
        var fired = new List<DateTimeOffset>();
        Timer(fired, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        clock.MoveTo(Start.AddSeconds(5));

        Assert.That(fired, Is.Empty);
    }

    private ITimer Timer(List<DateTimeOffset> fired, TimeSpan due, TimeSpan period) =>
        clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, due, period);
}
