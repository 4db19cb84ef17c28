using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>A venue that gives every correction of a trade the same id.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class RecorrectionTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private string id = "";

    private ExecutionReport Trade => pipeline.Report(id, ExecType.Trade, "e1", 4, 100);

    private ExecutionReport First => Correction(101, minute: 1);

    private ExecutionReport Second => Correction(102, minute: 2);

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest(kind);
        id = (await pipeline.WorkingAsync()).ClOrdId;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_second_correction_under_the_id_of_the_first_is_booked_once()
    {
        await pipeline.BookAsync(Trade, First, Second, First, Second);

        Assert.That(Booked(), Is.EquivalentTo(new[] { ("e1", 100m), ("e1/correct", 101m), ("e1/correct/4@102", 102m) }));
        Assert.That((pipeline.Order(id).CumQty, pipeline.Order(id).AvgPx, pipeline.Position().Cost), Is.EqualTo((4m, 102m, 408m)));
        Assert.That(pipeline.Store.Read(session => LedgerCheck.Run(session).Differences), Is.Empty);
    }

    [Test]
    public async Task The_newer_one_counts_whichever_came_first()
    {
        await pipeline.BookAsync(Trade, Second, First, Second);

        Assert.That(Booked(), Has.Count.EqualTo(3));
        Assert.That(pipeline.Order(id).AvgPx, Is.EqualTo(102m));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_that_only_the_list_tells_of_is_booked_once(bool isFirstBooked)
    {
        await pipeline.BookAsync(isFirstBooked ? [Trade, First] : [Trade]);
        pipeline.Venue.Executions.AddRange([Trade, First, Second]);

        await ReconcileAsync();
        await ReconcileAsync();
        await pipeline.BookAsync(First, Second);

        Assert.That(Booked(), Is.EquivalentTo(new[] { ("e1", 100m), ("e1/correct", 101m), ("e1/correct/4@102", 102m) }));
        Assert.That(pipeline.Order(id).AvgPx, Is.EqualTo(102m));
    }

    private async Task ReconcileAsync()
    {
        await pipeline.Store.WriteAsync(session =>
        {
            ReconciliationTable.Ask(session, "paper", "paper", "the stream was lost", blocks: true, pipeline.Now);
            return 0;
        });
        var reconciler = new Reconciler(
            pipeline.Store, pipeline.Venue, Options.Create(new ReconciliationOptions()), pipeline.Clock, NullLogger<Reconciler>.Instance);
        await reconciler.RunDueAsync(1, CancellationToken.None);
    }

    private IReadOnlyList<(string ExecId, decimal Px)> Booked() =>
        [.. pipeline.Store.Read(session => ExecutionTable.OfOrder(session, id)).Select(each => (each.ExecId, each.Px))];

    private ExecutionReport Correction(decimal px, int minute) => pipeline.Report(id, ExecType.TradeCorrect, "e1/correct", 4, px) with
    {
        ExecRefId = "e1", TransactTime = pipeline.Now.AddMinutes(minute),
    };
}
