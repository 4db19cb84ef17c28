using NUnit.Framework;
using Pipeline.Trading.Notices;

namespace Pipeline.Trading.Tests.Notices;

public sealed class NoticePaceTests
{
    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(5, 16)]
    [TestCase(9, 256)]
    [TestCase(10, 300)]
    [TestCase(1_000, 300)]
    public void A_pause_doubles_from_a_second_to_five_minutes_less_up_to_a_half(int failures, int seconds)
    {
        var pauses = Enumerable.Range(0, 200).Select(who => NoticePace.Pause(failures, $"who-{who}")).ToList();

        Assert.That(pauses, Has.All.InRange(TimeSpan.FromSeconds(seconds) / 2, TimeSpan.FromSeconds(seconds)));
        Assert.That(pauses.Max() - pauses.Min(), Is.GreaterThan(TimeSpan.FromSeconds(seconds) * 0.4), "those who failed together come back apart");
    }

    [TestCase(120, 120)]
    [TestCase(200_000, 86_400)]
    public void What_the_receiver_asks_for_is_kept_for_up_to_a_day(int asked, int seconds) =>
        Assert.That(NoticePace.Pause(1, "a", TimeSpan.FromSeconds(asked)), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void It_asks_for_less_than_the_pause_in_vain() =>
        Assert.That(NoticePace.Pause(9, "a", TimeSpan.FromSeconds(1)), Is.EqualTo(NoticePace.Pause(9, "a")));
}
