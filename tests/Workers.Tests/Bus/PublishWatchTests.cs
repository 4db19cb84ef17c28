using NUnit.Framework;
using Pipeline.Bus.FollowUps;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What a transport that confirms nothing looks like from here.</summary>
public sealed class PublishWatchTests
{
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task What_waits_is_told_until_something_is_confirmed()
    {
        var watch = new PublishWatch(clock);
        var confirmation = new TaskCompletionSource();
        var publishing = watch.WatchAsync(() => confirmation.Task);
        clock.Advance(TimeSpan.FromSeconds(12));

        Assert.That(watch.Unconfirmed, Is.EqualTo(TimeSpan.FromSeconds(12)));
        confirmation.SetResult();
        await publishing;
        Assert.That(watch.Unconfirmed, Is.Null);
    }

    [Test]
    public void Tries_that_fail_one_after_the_other_are_one_wait()
    {
        var watch = new PublishWatch(clock);
        for (var tries = 0; tries < 4; tries++)
        {
            Assert.That(async () => await watch.WatchAsync(() => Task.FromException(new TimeoutException("no confirmation"))), Throws.TypeOf<TimeoutException>());
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(watch.Unconfirmed, Is.EqualTo(TimeSpan.FromSeconds(20)));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(watch.Unconfirmed, Is.Null, "nobody has tried for a long time: another process has published it");
    }
}
