using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Metering;
using Pipeline.Monitoring;
using Pipeline.Store.Leases;

namespace Pipeline.Workers.Tests.Monitoring;

public sealed class MonitoringDutyTests
{
    private const string Operator = Pipeline.Store.Steps.Stages.Operator;

    [TestCase(0.01, 2, Description = "as often as it may")]
    [TestCase(0.5, 10, Description = "a twentieth of the time")]
    [TestCase(10, 30, Description = "whoever reads the gauges is told of no older time")]
    public void A_look_that_takes_long_is_followed_by_a_rest(double took, double pause) => Assert.That(
        MonitoringDuty.PauseAfter(TimeSpan.FromSeconds(took), TimeSpan.FromSeconds(2), rest: 20), Is.EqualTo(TimeSpan.FromSeconds(pause)));

    [TestCase(true, false)]
    [TestCase(false, true, Description = "what is read is well, and nothing can be raised")]
    public async Task Operator_is_silent_when_its_store_has_been_away_or_full_for_long_and_lives_again_with_it(bool isAway, bool isFull)
    {
        using var pipeline = new PipelineUnderTest();
        var store = new StoreThatGoesAway(pipeline.Store) { IsAway = isAway, IsFull = isFull };
        var duties = new Duties(pipeline.Clock);
        var briefs = new BriefMaker(store, pipeline.HaltFile, pipeline.Calendars, () => new Dictionary<string, string>(), pipeline.Clock);
        using var duty = new MonitoringDuty(
            new JournalWatch(store, briefs, pipeline.Calendars, "paper", pipeline.Clock, NullLogger<JournalWatch>.Instance),
            new StoreWatch(store, pipeline.Calendars, pipeline.Clock, TimeProvider.System), new LeaseHolder(store, NullLogger<LeaseHolder>.Instance), duties, NullLogger<MonitoringDuty>.Instance);

        await duty.StartAsync(CancellationToken.None);
        await Eventually.Holds(() => store.Reads > 0, "it has tried to look");
        Assert.That(duties.AreSilent(Operator), Is.False);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(duties.AreSilent(Operator), Is.True);

        (store.IsAway, store.IsFull) = (false, false);
        await Eventually.Holds(() => !duties.AreSilent(Operator), "it has looked");
        await duty.StopAsync(CancellationToken.None);
    }
}
