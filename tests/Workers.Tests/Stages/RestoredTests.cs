using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using static Pipeline.Workers.Tests.PipelineUnderTest;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>The store came from an old backup: the venue knows orders that it has forgotten.</summary>
public sealed class RestoredTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Restore()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Store.WriteAsync(session => RestorationTable.Begin(session, pipeline.Now, pipeline.Now.AddHours(-1)));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Intake_opens_only_when_the_venues_orders_are_imported()
    {
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.TakeAsync(AnIntent()));

        pipeline.Venue.ListsFail = true;
        await Assert.ThrowsAsync<VenueUnavailableException>(() => pipeline.Import.ImportIfRestoredAsync(CancellationToken.None));
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.TakeAsync(AnIntent()));

        pipeline.Venue.ListsFail = false;
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        Assert.That(await pipeline.TakeAsync(AnIntent()), Is.TypeOf<IntakeResult.Taken>());
    }

    [Test]
    public async Task A_forgotten_order_is_listed_and_its_position_counts()
    {
        pipeline.Venue.ClosedOrders.Add(AtVenue("FORGOTTEN"));
        pipeline.Venue.Executions.Add(pipeline.Report("FORGOTTEN", ExecType.Trade, "e1", 10, 100));

        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "EXTERNAL_ORDER", "EXTERNAL_ORDER" }), "one for the execution, one for the order, and no more the second time");
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10));
    }

    [Test]
    public async Task A_repeated_intent_finds_its_forgotten_order_at_the_venue_and_sends_nothing()
    {
        var clOrdId = ClOrdIdOf(await TakenAfterImportAsync(forgotten: true));

        var resolved = await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

        Assert.That(resolved[0].Message, Is.TypeOf<OrderAcknowledged>());
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Order(clOrdId).CumQty), Is.EqualTo((OrdStatus.Filled, 10m)));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10), "counted once, though the execution was booked before the order was known");
    }

    [Test]
    public async Task A_new_intent_is_sent_once_the_venue_is_proven_not_to_have_it()
    {
        await TakenAfterImportAsync(forgotten: false);
        Assert.That(pipeline.Venue.Sent, Is.Empty, "the venue is asked first");

        pipeline.Clock.Advance(pipeline.Venue.SettleWindow);
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (OrderReleased)(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;
        await pipeline.Submission.HandleAsync(second, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task An_order_that_the_store_knows_and_the_venue_has_is_not_sent_though_no_claim_of_it_is_left()
    {
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        var released = await pipeline.ReleasedAsync();
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE restorations SET imported_at = NULL"));
        pipeline.Venue.OpenOrders.Add(AtVenue(released.ClOrdId) with { OrdStatus = OrdStatus.New, CumQty = 0 });
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        await pipeline.Trading.EndRestoredAsync(new Actor("alice", "checked"));

        await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
    }

    [Test]
    public async Task Once_an_operator_has_ended_the_state_orders_go_straight_out()
    {
        Assert.That(await pipeline.Trading.EndRestoredAsync(new Actor("alice", "too soon")), Is.TypeOf<ActResult.Refused>());
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        Assert.That(await pipeline.Trading.EndRestoredAsync(new Actor("alice", "checked")), Is.TypeOf<ActResult.Done>());

        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    private async Task<IReadOnlyList<FollowUp>> TakenAfterImportAsync(bool forgotten)
    {
        if (forgotten)
        {
            var clOrdId = ClOrdIdOfTheIntent();
            pipeline.Venue.ClosedOrders.Add(AtVenue(clOrdId));
            pipeline.Venue.Answer = new OrderQuery.Found(AtVenue(clOrdId));
            pipeline.Venue.Executions.Add(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));
        }

        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        return await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync());
    }

    private static string ClOrdIdOf(IReadOnlyList<FollowUp> followUps) => followUps[0].Message.ClOrdId;

    // What the agent's intent has as its order, worked out by a pipeline that has never seen it.
    private static string ClOrdIdOfTheIntent()
    {
        using var other = new PipelineUnderTest();
        return ((IntakeResult.Taken)other.TakeAsync(AnIntent()).GetAwaiter().GetResult()).Receipt.Orders.Single().ClOrdId;
    }

    private VenueOrder AtVenue(string clOrdId) => new()
    {
        ClOrdId = clOrdId, OrderId = "V1", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Market, OrderQty = 10, TimeInForce = TimeInForce.Day,
        OrdStatus = OrdStatus.Filled, CumQty = 10, TransactTime = pipeline.Now,
    };
}
