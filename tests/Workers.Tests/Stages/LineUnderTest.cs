using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A line that is repriced every ten seconds, a buy of 10 at 98, led to any moment of its life by hand.</summary>
internal sealed class LineUnderTest(PipelineUnderTest pipeline)
{
    private const string Intent =
        """
        {"rebalance_id":"r1","portfolio":"core","constraints":{"max_slippage_bps":100},
         "orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"limit","limit_price":98,"time_in_force":"gtc",
                    "fill_policy":{"type":"reprice_remainder","interval_s":10,"step_bps":20,"times":3}}],
         "valid_until":"2026-03-03T20:00:00Z"}
        """;

    public string First { get; private set; } = "";

    public string Second => OrderKey.ReplacementClOrdId(pipeline.Order(First).Key, 2);

    public async Task<OrderProposed> ProposeAsync()
    {
        var taken = (IntakeResult.Taken)await pipeline.TakeAsync(Intent);
        First = taken.Receipt.Orders[0].ClOrdId;
        return (OrderProposed)taken.FollowUps.Single().Message;
    }

    /// <summary>At the venue, with 4 filled.</summary>
    public async Task WorkAsync()
    {
        await SendAsync(await ProposeAsync());
        await pipeline.BookAsync(pipeline.Report(First, ExecType.Trade, "e1", 4, 98));
    }

    /// <summary>Its replacement is recorded, and the venue is to be asked to cancel it.</summary>
    public async Task<CancelOrder> RepriceAsync()
    {
        await WorkAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(10));
        var told = await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        Assert.That(told.Select(followUp => followUp.Message.GetType()), Is.EqualTo(new[] { typeof(OrderHeld), typeof(CancelOrder) }));
        return (CancelOrder)told[1].Message;
    }

    /// <summary>Canceled by the venue, and asked about; its replacement is called to the first check.</summary>
    public async Task<OrderProposed> ReleaseAsync()
    {
        await pipeline.Cancels.HandleAsync(await RepriceAsync(), CancellationToken.None);
        await pipeline.BookAsync(pipeline.Report(First, ExecType.Canceled, "e2"));
        pipeline.Venue.Answer = new OrderQuery.Found(Shown(OrdStatus.Canceled, cumQty: 4));
        return (OrderProposed)(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;
    }

    /// <summary>The replacement is at the venue.</summary>
    public async Task ReplaceAsync() => await SendAsync(await ReleaseAsync());

    public VenueOrder Shown(OrdStatus status, decimal cumQty) => new()
    {
        ClOrdId = First, OrderId = "V1", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 10, Price = 98,
        TimeInForce = TimeInForce.Gtc, OrdStatus = status, CumQty = cumQty, TransactTime = pipeline.Now,
    };

    public string? CodeOf(string clOrdId) => pipeline.Store.Read(session => OrderTable.CodeOf(session, clOrdId));

    public async Task SendAsync(OrderProposed proposed)
    {
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        var released = await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
        foreach (var acknowledged in (await pipeline.Submission.HandleAsync(released, CancellationToken.None)).Select(told => told.Message).OfType<OrderAcknowledged>())
        {
            await pipeline.Reconciliation.HandleAsync(acknowledged, CancellationToken.None);
        }
    }
}
