using NUnit.Framework;
using Pipeline.Monitoring;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>Gauges that are read from the store, and by what a process judges.</summary>
public sealed class StoreWatchTests
{
    [Test]
    public void What_could_not_be_read_is_as_old_as_it_was()
    {
        using var pipeline = new PipelineUnderTest();
        var store = new StoreThatGoesAway(pipeline.Store) { IsAway = true };
        var start = pipeline.Now;
        var watch = new StoreWatch(store, pipeline.Calendars, pipeline.Clock, pipeline.Clock);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.That(watch.Look, Throws.TypeOf<StoreUnavailableException>());
        Assert.That(StoreWatch.Figures.Value, Is.EqualTo(start.ToUnixTimeSeconds()), "it counts from the start");

        store.IsAway = false;
        watch.Look();
        Assert.That(StoreWatch.Figures.Value, Is.EqualTo(pipeline.Now.ToUnixTimeSeconds()));
    }

    [Test]
    public async Task A_process_tells_the_limits_that_it_judges_by_itself()
    {
        using var pipeline = new PipelineUnderTest();
        var gauges = new InForceGauges(pipeline.Limits, pipeline.Calendars);
        gauges.Observe();
        Assert.That(Versions(), Is.EqualTo(("none", "none")));

        await pipeline.LimitAsync("""{"global": {"max_order_qty": 5}}""");
        gauges.Observe();
        Assert.That(pipeline.Limits.Book.Hash, Has.Length.EqualTo(64), "the file is in force");
        Assert.That(Versions(), Is.EqualTo((pipeline.Limits.Book.Hash[..16], "none")));
    }

    // One of each: the version before is gone.
    private static (string Limits, string Calendars) Versions() => (InForceGauges.Limits.GetAllLabelValues().Single()[0], InForceGauges.Calendar.GetAllLabelValues().Single()[0]);
}
