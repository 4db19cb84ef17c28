using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Reconciliation;

namespace Pipeline.Workers.Tests.Stages;

public sealed class PaceTests
{
    private readonly FakeTimeProvider clock = new();
    private bool isWaitedFor;

    [SetUp]
    public void NobodyWaits() => isWaitedFor = false;

    [Test]
    public async Task After_a_piece_of_work_it_rests_two_dozen_times_as_long()
    {
        var done = WorkFor(TimeSpan.FromMilliseconds(1));

        clock.Advance(TimeSpan.FromMilliseconds(23));
        Assert.That(done.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await done, Is.EqualTo("done"));
    }

    [Test]
    public async Task It_does_not_rest_while_orders_wait_for_the_work()
    {
        isWaitedFor = true;

        Assert.That(await WorkFor(TimeSpan.FromMilliseconds(10)), Is.EqualTo("done"));
    }

    [Test]
    public async Task Pieces_that_take_long_do_not_put_off_the_end_for_ever()
    {
        var done = WorkFor(TimeSpan.FromMinutes(1));

        clock.Advance(TimeSpan.FromMilliseconds(40));
        Assert.That(await done, Is.EqualTo("done"));
    }

    private Task<string> WorkFor(TimeSpan length) => new Pace(clock, () => isWaitedFor).DoAsync(
        () =>
        {
            clock.Advance(length);
            return "done";
        },
        CancellationToken.None);
}
