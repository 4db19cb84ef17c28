using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A person makes our view the venue's, and never counts twice what has explained itself meanwhile.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class BreakAdjustTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "the venue holds it");

    private PipelineUnderTest pipeline = null!;
    private string clOrdId = "";

    [SetUp]
    public async Task Differ()
    {
        pipeline = new PipelineUnderTest(kind);
        clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Store.WriteAsync(session =>
        {
            Breaks.Raise(session, "paper", "paper", new Difference(BreakKind.PositionDiffers, "AAPL", "AAPL", null, "0", "4", 4), pipeline.Now);
            return true;
        });
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task What_nothing_was_booked_for_since_is_adjusted()
    {
        Assert.That(await AdjustAsync(), Is.TypeOf<ActResult.Done>());
        Assert.That(pipeline.Position().Qty, Is.EqualTo(4));
    }

    [Test]
    public async Task A_fill_that_came_since_the_comparison_is_not_counted_a_second_time()
    {
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100));

        Assert.That(await AdjustAsync(), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("BREAK_MOVED"));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(4));
    }

    [Test]
    public async Task A_fill_of_another_symbol_moves_nothing_of_it()
    {
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100) with { ClOrdId = null, OrderId = "THEIRS", Symbol = "MSFT" });

        Assert.That(await AdjustAsync(), Is.TypeOf<ActResult.Done>());
    }

    private Task<ActResult> AdjustAsync() =>
        new BreakActs(pipeline.Store, pipeline.Clock).AdjustAsync(pipeline.Store.Read(session => BreakTable.Open(session, "paper", "paper")).Single(found => found.Kind == BreakKind.PositionDiffers).Id, Alice);
}
