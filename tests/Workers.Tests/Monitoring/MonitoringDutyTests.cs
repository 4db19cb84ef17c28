using NUnit.Framework;
using Pipeline.Monitoring;

namespace Pipeline.Workers.Tests.Monitoring;

public sealed class MonitoringDutyTests
{
    [TestCase(0.01, 2, Description = "as often as it may")]
    [TestCase(0.5, 10, Description = "a twentieth of the time")]
    [TestCase(10, 30, Description = "whoever reads the gauges is told of no older time")]
    public void A_look_that_takes_long_is_followed_by_a_rest(double took, double pause) => Assert.That(
        MonitoringDuty.PauseAfter(TimeSpan.FromSeconds(took), TimeSpan.FromSeconds(2), rest: 20), Is.EqualTo(TimeSpan.FromSeconds(pause)));
}
