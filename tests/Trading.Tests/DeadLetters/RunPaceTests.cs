using NUnit.Framework;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Trading.Tests.DeadLetters;

public sealed class RunPaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly RunProgress Begun = new(1_000, HasCanary: true, Step: 0, Taken: 0, Waiting: 0, Failed: 0, IsAtEnd: false, Now);

    [Test]
    public void A_canary_goes_first_then_more_each_step_when_all_before_it_were_worked_off()
    {
        Assert.That(RunPace.Next(Begun, Second, Now), Is.EqualTo(new RunMove.Take(1)));
        Assert.That(RunPace.Next(Begun with { Taken = 1, Waiting = 1 }, Second, Now), Is.TypeOf<RunMove.Wait>());
        Assert.That(RunPace.Next(Begun with { Taken = 1 }, Second, Now), Is.TypeOf<RunMove.NextStep>());
        Assert.That(RunPace.Next(Begun with { Taken = 1, Step = 1 }, Second, Now), Is.EqualTo(new RunMove.Take(10)));
        Assert.That(RunPace.Next(Begun with { Taken = 11, Step = 2 }, Second, Now), Is.EqualTo(new RunMove.Take(100)));
        Assert.That(RunPace.Next(Begun with { Taken = 111, Step = 3 }, Second, Now), Is.EqualTo(new RunMove.Take(RunPace.LargestBatch)));
    }

    [Test]
    public void What_fails_again_pauses_a_run_with_a_canary_at_any_time()
    {
        Assert.That(RunPace.Next(Begun with { Taken = 1, Failed = 1 }, Second, Now), Is.TypeOf<RunMove.Pause>());
        Assert.That(RunPace.Next(Begun with { Taken = 500, Step = 3, Failed = 1 }, Second, Now), Is.TypeOf<RunMove.Pause>());
        Assert.That(RunPace.Next(Begun with { HasCanary = false, Taken = 500, Failed = 1 }, Second, Now), Is.TypeOf<RunMove.Take>());
    }

    [Test]
    public void A_canary_that_nobody_works_off_pauses_the_run() =>
        Assert.That(RunPace.Next(Begun with { Taken = 1, Waiting = 1 }, Second, Now + RunPace.CanaryPatience), Is.TypeOf<RunMove.Pause>());

    [TestCase(1, 0.5, 0)]
    [TestCase(1, 1, 1)]
    [TestCase(100, 0.1, 10)]
    [TestCase(100, 60, 100)]
    [TestCase(10_000, 1, 500)]
    public void The_rate_is_kept_and_a_pause_is_not_made_up_for(int rate, double seconds, int most) => Assert.That(
        RunPace.Next(Begun with { Rate = rate, HasCanary = false }, TimeSpan.FromSeconds(seconds), Now), most == 0 ? Is.TypeOf<RunMove.Wait>() : Is.EqualTo(new RunMove.Take(most)));

    [Test]
    public void At_its_end_a_run_waits_for_what_is_not_worked_off_but_not_for_ever()
    {
        var end = Begun with { IsAtEnd = true, Taken = 1, Waiting = 1 };
        Assert.That(RunPace.Next(end, Second, Now), Is.TypeOf<RunMove.Wait>());
        Assert.That(RunPace.Next(end, Second, Now + RunPace.CanaryPatience), Is.TypeOf<RunMove.End>());
        Assert.That(RunPace.Next(end with { Waiting = 0 }, Second, Now), Is.TypeOf<RunMove.End>());
    }
}
