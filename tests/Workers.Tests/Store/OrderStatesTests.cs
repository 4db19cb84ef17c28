using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Store;

/// <summary>Where orders are while their sagas hear nothing, as when the broker is away.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class OrderStatesTests(StoreKind kind)
{
    [Test]
    public async Task That_nobody_knows_what_became_of_an_order_is_told_before_its_saga_has_heard_of_it()
    {
        using var pipeline = new PipelineUnderTest(kind);
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        var resting = await pipeline.ReleasedAsync(qty: 11, rebalance: "another");

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(StateOf(released.ClOrdId), Is.EqualTo((OrderState.Unresolved, OrderState.Unresolved)));
        Assert.That(StateOf(resting.ClOrdId).View, Is.Not.EqualTo(OrderState.Unresolved));
        var unresolved = pipeline.Store.Read(session => OrderQueries.List(session, new OrderFilter { State = OrderState.Unresolved, Limit = 10 })).Orders;
        Assert.That(unresolved.Select(order => order.ClOrdId), Is.EqualTo(new[] { released.ClOrdId }));
        Assert.That(pipeline.Store.Read(session => StoreFigures.Of(session, pipeline.Now)).Orders[OrderState.Unresolved].Count, Is.EqualTo(1));

        (OrderState View, OrderState Receipt) StateOf(string clOrdId) =>
            pipeline.Store.Read(session => (OrderQueries.Find(session, clOrdId)!.State, SagaTable.StateOf(session, clOrdId)));
    }

    [TestCase(10, true, Description = "SQLITE_IOERR")]
    [TestCase(13, false, Description = "SQLITE_FULL")]
    [TestCase(5, false, Description = "SQLITE_BUSY")]
    public void Of_a_commit_that_the_disk_failed_nobody_knows(int code, bool isDisk) => Assert.That(SqliteDatabase.IsDisk(new SqliteException("of a test", code)), Is.EqualTo(isDisk));
}
