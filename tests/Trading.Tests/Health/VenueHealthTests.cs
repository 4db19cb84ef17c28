using NUnit.Framework;
using Pipeline.Trading.Health;

namespace Pipeline.Trading.Tests.Health;

/// <summary>A venue's health as one figure of its calls, its stream and its clock.</summary>
public sealed class VenueHealthTests
{
    private static readonly VenueSigns Well = new() { Breaker = "closed", IsStreamUp = true, ClockOffset = TimeSpan.FromSeconds(-4), MaxClockOffset = TimeSpan.FromSeconds(5) };

    [Test]
    public void Where_nothing_is_wrong_it_is_healthy_and_what_is_not_seen_says_nothing()
    {
        foreach (var signs in new[] { Well, new VenueSigns() })
        {
            Assert.That(VenueHealth.Of(signs).State, Is.EqualTo(VenueState.Healthy));
            Assert.That(VenueHealth.Of(signs).Reasons, Is.Empty);
        }
    }

    [Test]
    public void Each_sign_makes_what_it_says_of_it_and_gives_its_reason()
    {
        Says(Well with { Breaker = "open" }, VenueState.Down, "breaker=open");
        Says(Well with { Breaker = "half_open" }, VenueState.Degraded, "breaker=half_open, one order tries it");
        Says(Well with { Unanswered = 1, UnansweredFor = TimeSpan.FromSeconds(1) }, VenueState.Degraded, "calls without an answer=1, for_s=1, last_s_ago=0");
        Says(Well with { Unanswered = 2, UnansweredFor = TimeSpan.FromHours(1) }, VenueState.Degraded, "calls without an answer=2, for_s=3600, last_s_ago=0");
        Says(Well with { Unanswered = 50, UnansweredFor = TimeSpan.FromSeconds(29) }, VenueState.Degraded, "calls without an answer=50, for_s=29, last_s_ago=0");
        Says(Well with { Unanswered = 3, UnansweredFor = TimeSpan.FromSeconds(30) }, VenueState.Down, "calls without an answer=3, for_s=30, last_s_ago=0");
        Says(Well with { Unanswered = 3, UnansweredFor = TimeSpan.FromHours(1), LastUnansweredAgo = TimeSpan.FromMinutes(2) }, VenueState.Down, "calls without an answer=3, for_s=3600, last_s_ago=120");
        Says(Well with { LeftAlone = TimeSpan.FromSeconds(6.2) }, VenueState.Degraded, "asks to be left alone, for_s=7");
        Says(Well with { LeftAlone = TimeSpan.FromMinutes(1) }, VenueState.Degraded, "asks to be left alone, for_s=60");
        Says(Well with { LeftAlone = TimeSpan.FromMinutes(2) }, VenueState.Down, "asks to be left alone, for_s=120");
        Says(Well with { IsStreamUp = false }, VenueState.Degraded, "stream=lost, the lists are asked");
        Says(Well with { ClockOffset = TimeSpan.FromSeconds(-5.25) }, VenueState.Degraded, "clock_offset_s=-5.25, limit_s=5");
    }

    [Test]
    public void Of_a_venue_that_nobody_has_called_since_nobody_says_that_nothing_gets_through() => Says(
        Well with { Unanswered = 3, UnansweredFor = TimeSpan.FromHours(1), LastUnansweredAgo = TimeSpan.FromSeconds(121) }, VenueState.Degraded, "calls without an answer=3, for_s=3600, last_s_ago=121");

    [Test]
    public void A_clock_that_is_not_to_be_compared_says_nothing() =>
        Assert.That(VenueHealth.Of(Well with { ClockOffset = TimeSpan.FromHours(1), MaxClockOffset = TimeSpan.Zero }).State, Is.EqualTo(VenueState.Healthy));

    [Test]
    public void Of_several_signs_the_worst_counts_and_all_are_told()
    {
        var health = VenueHealth.Of(Well with { IsStreamUp = false, Breaker = "open" });

        Assert.That((health.State, health.Reasons.Count), Is.EqualTo((VenueState.Down, 2)));
    }

    private static void Says(VenueSigns signs, VenueState state, string reason)
    {
        var health = VenueHealth.Of(signs);
        Assert.That((health.State, health.Reasons.Single()), Is.EqualTo((state, reason)));
    }
}
