using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Queries;

namespace Pipeline.Workers.Tests.Store;

/// <summary>The console's bars: an order counts in the part of the window in which it came.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class FlowQueryTests(StoreKind kind)
{
    [Test]
    public async Task An_order_counts_in_the_part_in_which_it_came_however_late_in_it()
    {
        using var pipeline = new PipelineUnderTest(kind);
        var start = pipeline.Now;
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await pipeline.ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(33));

        var flow = pipeline.Store.Read(session => FlowQuery.Of(session, TimeSpan.FromSeconds(40), 4, start.AddSeconds(40)));

        Assert.That(flow.Bars.Select(bar => bar.Others), Is.EqualTo(new[] { 1, 0, 0, 0 }));
    }
}
