using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A halt that cancels what is open, in steps that another process can take over.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class HaltCancelTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "wrong prices");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Every_open_order_in_the_scope_gets_one_cancel_however_often_it_is_due()
    {
        var one = (await pipeline.WorkingAsync()).ClOrdId;
        var two = (await pipeline.WorkingAsync(qty: 11, rebalance: "r2")).ClOrdId;
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice, cancelOpen: true);

        var told = (await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Select(followUp => (CancelOrder)followUp.Message).ToList();

        Assert.That(told.Select(cancel => cancel.ClOrdId), Is.EqualTo(new[] { one, two }));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
        Assert.That(pipeline.Kinds().Count(kind => kind == "HaltCanceled"), Is.EqualTo(1));
        await pipeline.Cancels.HandleAsync(told[0], CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels.Single().OrigClOrdId, Is.EqualTo(one));
        Assert.That(pipeline.Store.Read(session => CancelTable.Find(session, one)) is { By: "alice", Why: "halt of symbol:AAPL: wrong prices" }, Is.True);
    }

    [Test]
    public async Task More_than_a_step_takes_are_canceled_in_several_and_none_twice()
    {
        var working = new List<string>();
        for (var i = 0; i < 103; i++)
        {
            working.Add((await pipeline.WorkingAsync(qty: 1 + i, rebalance: $"r{i}")).ClOrdId);
        }

        await pipeline.Trading.HaltAsync("all", Alice, cancelOpen: true);

        var first = await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        var second = await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That((first.Count, second.Count), Is.EqualTo((100, 3)));
        Assert.That(first.Concat(second).Select(told => told.Message.ClOrdId), Is.EqualTo(working));
    }

    [Test]
    public async Task An_order_out_of_the_scope_and_one_that_was_never_sent_are_left_alone()
    {
        await pipeline.WorkingAsync();
        var unsent = await pipeline.ReleasedAsync(qty: 11, rebalance: "r2");
        await pipeline.Trading.HaltAsync("symbol:MSFT", Alice, cancelOpen: true);
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);

        await pipeline.Trading.HaltAsync("strategy:default", Alice, cancelOpen: true);
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Has.One.Items);
        Assert.That(pipeline.Order(unsent.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.PendingNew), "the gate denies it");
    }

    [Test]
    public async Task A_halt_made_stricter_asks_once_more_for_what_is_open_then()
    {
        await pipeline.WorkingAsync();
        await pipeline.Trading.HaltAsync("all", Alice, HaltMode.ReduceOnly, cancelOpen: true);
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("CANCEL_REFUSED", "not now");
        await pipeline.Cancels.HandleAsync((CancelOrder)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, CancellationToken.None);
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);

        await pipeline.Trading.HaltAsync("all", Alice, cancelOpen: true);

        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Has.One.Items);
    }

    [Test]
    public async Task In_a_restored_store_it_waits_for_the_venues_orders()
    {
        await pipeline.WorkingAsync();
        await pipeline.Store.WriteAsync(session => RestoredState.Begin(session, pipeline.Now));
        await pipeline.Trading.HaltAsync("all", Alice, cancelOpen: true);

        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
    }
}
