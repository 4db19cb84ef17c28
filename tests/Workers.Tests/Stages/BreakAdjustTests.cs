using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;
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
    public async Task A_fee_in_the_symbol_that_came_since_is_not_counted_a_second_time_either()
    {
        var fee = new FeeReport { Venue = "paper", Account = "paper", FeeId = "f1", FeeType = "CFEE", Symbol = "AAPL", Amount = 0.5m, Currency = "AAPL", TransactTime = pipeline.Now };
        await pipeline.Reconciliation.BookAsync(new ReportPage([], null) { Fees = [fee] }, CancellationToken.None);

        Assert.That(await AdjustAsync(), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("BREAK_MOVED"));
    }

    [Test]
    public async Task What_the_person_has_not_seen_is_not_booked()
    {
        var open = Open();
        await pipeline.Store.WriteAsync(session =>
        {
            BreakTable.See(session, open.Id, open.Found with { Theirs = "9", Delta = 9 }, pipeline.Now);
            return true;
        });

        var refused = await new BreakActs(pipeline.Store, pipeline.Clock).AdjustAsync(open.Id, Alice, open.Theirs);
        Assert.That(refused, Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("BREAK_MOVED"));
        Assert.That(await new BreakActs(pipeline.Store, pipeline.Clock).AcceptAsync(open.Id, Alice, open.Theirs), Is.TypeOf<ActResult.Refused>());
        Assert.That(await new BreakActs(pipeline.Store, pipeline.Clock).AdjustAsync(open.Id, Alice, "9"), Is.TypeOf<ActResult.Done>());
    }

    [Test]
    public async Task A_fill_of_another_symbol_moves_nothing_of_it()
    {
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100) with { ClOrdId = null, OrderId = "THEIRS", Symbol = "MSFT" });

        Assert.That(await AdjustAsync(), Is.TypeOf<ActResult.Done>());
    }

    private Task<ActResult> AdjustAsync() =>
        new BreakActs(pipeline.Store, pipeline.Clock).AdjustAsync(Open().Id, Alice);

    private Break Open() => pipeline.Store.Read(session => BreakTable.Open(session, "paper", "paper")).Single(found => found.Kind == BreakKind.PositionDiffers);
}
