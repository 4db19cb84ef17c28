using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Submission.Calls;

namespace Pipeline.Workers.Tests.Stages;

public sealed class PermitsTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider clock = new();

    [Test]
    public void Without_a_rate_nobody_waits()
    {
        using var permits = new Permits(null, Poll, clock);

        Assert.That(Enumerable.Range(0, 100).Select(_ => permits.WaitAsync(CallPriority.NewOrder, CancellationToken.None).IsCompleted), Has.All.True);
    }

    [Test]
    public void A_cancel_passes_new_orders_that_have_waited_longer()
    {
        using var limiter = new GivenPermits();
        using var permits = new Permits(limiter, Poll, clock);
        var order = permits.WaitAsync(CallPriority.NewOrder, CancellationToken.None);
        var cancel = permits.WaitAsync(CallPriority.Cancel, CancellationToken.None);

        limiter.Give(1);
        AdvanceUntil(() => cancel.IsCompleted || order.IsCompleted);
        Assert.That((cancel.IsCompleted, order.IsCompleted), Is.EqualTo((true, false)));

        limiter.Give(1);
        AdvanceUntil(() => order.IsCompleted);
    }

    [Test]
    public void Whoever_stops_waiting_takes_no_permit()
    {
        using var limiter = new GivenPermits();
        using var permits = new Permits(limiter, Poll, clock);
        using var stop = new CancellationTokenSource();
        var gone = permits.WaitAsync(CallPriority.NewOrder, stop.Token);
        var stays = permits.WaitAsync(CallPriority.NewOrder, CancellationToken.None);
        stop.Cancel();

        limiter.Give(1);
        AdvanceUntil(() => stays.IsCompleted && gone.IsCompleted);
        Assert.That(gone.IsCanceled, Is.True);
    }

    [Test]
    public async Task While_the_venue_wants_to_be_left_alone_cancels_wait_too()
    {
        using var permits = new Permits(null, Poll, clock);
        permits.Pause(TimeSpan.FromSeconds(2));
        var cancel = permits.WaitAsync(CallPriority.Cancel, CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.That(cancel.IsCompleted, Is.False);

        clock.Advance(TimeSpan.FromTicks(1));
        await cancel.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public void A_shorter_pause_does_not_end_a_longer_one()
    {
        using var permits = new Permits(null, Poll, clock);
        permits.Pause(TimeSpan.FromSeconds(10));
        permits.Pause(TimeSpan.FromSeconds(1));

        Assert.That(permits.PauseLeft, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_clock_that_is_set_back_lengthens_no_pause()
    {
        var settable = new SettableClock(clock.GetUtcNow());
        using var permits = new Permits(null, Poll, settable);
        permits.Pause(TimeSpan.FromSeconds(2));
        settable.Step(TimeSpan.FromHours(-1));
        var order = permits.WaitAsync(CallPriority.NewOrder, CancellationToken.None);

        settable.Advance(TimeSpan.FromSeconds(2));

        await order.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private void AdvanceUntil(Func<bool> condition)
    {
        var given = SpinWait.SpinUntil(
            () =>
            {
                clock.Advance(Poll);
                return condition();
            },
            TimeSpan.FromSeconds(10));
        Assert.That(given, Is.True, "nobody got a permit");
    }

    /// <summary>A limiter whose permits the test hands out.</summary>
    private sealed class GivenPermits : RateLimiter
    {
        private int left;

        public override TimeSpan? IdleDuration => null;

        public void Give(int permits) => Interlocked.Add(ref left, permits);

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(TryTake());

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Permits never queue in the limiter");

        private bool TryTake()
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                return true;
            }

            Interlocked.Increment(ref left);
            return false;
        }

        private sealed class Lease(bool isAcquired) : RateLimitLease
        {
            public override bool IsAcquired => isAcquired;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }
        }
    }
}
