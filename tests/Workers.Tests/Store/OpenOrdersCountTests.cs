using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Orders;

namespace Pipeline.Workers.Tests.Store;

/// <summary>How many orders are where is looked at every few seconds, also with a million of them.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class OpenOrdersCountTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Each_state_has_its_orders_and_how_long_the_one_has_waited_that_waits_longest()
    {
        var first = await SeenAsync("first", OrderState.Proposed);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(3));
        await SeenAsync("second", OrderState.Proposed);
        await SeenAsync("over", OrderState.Done);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));

        var orders = pipeline.Store.Read(session => StoreFigures.Of(session, pipeline.Now)).Orders;

        Assert.That(first, Is.GreaterThan(0));
        Assert.That(orders[OrderState.Proposed], Is.EqualTo(new OpenOrders(2, TimeSpan.FromMinutes(4))));
        Assert.That(orders[OrderState.Unresolved], Is.EqualTo(new OpenOrders(0, TimeSpan.Zero)));
    }

    // As the saga would, of an order that intake has taken.
    private async Task<long> SeenAsync(string name, OrderState state)
    {
        var order = await pipeline.ProposedAsync(rebalance: name);
        return await pipeline.Store.WriteAsync(session =>
        {
            session.Execute(
                "INSERT INTO order_sagas (correlation_id, cl_ord_id, state, pass, attempt, ledger_seq, last_seq, version) VALUES (@clOrdId, @clOrdId, @state, 1, 0, 0, @Seq, 1)",
                new { clOrdId = order.ClOrdId, state = $"{state}", order.Seq });
            return order.Seq;
        });
    }
}
