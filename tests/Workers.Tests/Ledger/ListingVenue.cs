using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>The lists of a story's venue at its end: executions, how every order stands, what is held. It tells of no report.</summary>
internal sealed class ListingVenue
{
    private static readonly DateTimeOffset Later = new(2026, 3, 2, 16, 0, 0, TimeSpan.Zero);

    private readonly SettableClock clock = new(Later);
    private readonly FakeVenue venue;

    public ListingVenue(LedgerStory story)
    {
        venue = new FakeVenue(clock);
        venue.Executions.AddRange(story.Reports.Where(report => report.ExecId is not null));
        var shown = story.Orders.ToDictionary(order => order.ClOrdId, Shown);
        venue.OpenOrders.AddRange(shown.Values.Where(order => order.OrdStatus is OrdStatus.New or OrdStatus.PartiallyFilled));
        venue.AnswerOf = clOrdId => new OrderQuery.Found(shown[clOrdId]);
        foreach (var ofSymbol in story.Trades.Where(each => !each.Trade.IsBusted).GroupBy(each => each.Order.Symbol))
        {
            venue.Positions[ofSymbol.Key] = ofSymbol.Sum(each =>
                (each.Order.Side == Side.Buy ? each.Trade.Qty : -each.Trade.Qty)
                - (each.Trade.CommCurrency is { } currency && currency == each.Order.BaseAsset ? each.Trade.Commission ?? 0 : 0));
        }
    }

    /// <summary>Compares until everything has been looked at twice, and what could be a break is one.</summary>
    public async Task ReconcileAsync(IStore store)
    {
        var options = new ReconciliationOptions();
        var reconciler = new Reconciler(store, venue, Options.Create(options), clock, NullLogger<Reconciler>.Instance);
        for (var looks = 0; looks < 4; looks++)
        {
            // One that orders wait for does not rest.
            await store.WriteAsync(session =>
            {
                ReconciliationTable.Ask(session, "paper", "paper", "the stream was lost", blocks: true, clock.GetUtcNow());
                return 0;
            });
            await reconciler.RunDueAsync(1, CancellationToken.None);
            clock.Advance(options.Grace + TimeSpan.FromSeconds(1));
        }
    }

    private static VenueOrder Shown(StoryOrder order) => new()
    {
        ClOrdId = order.ClOrdId, OrderId = order.OrderId, Symbol = order.Symbol, Side = order.Side, OrdType = OrdType.Market, OrderQty = order.OrderQty,
        TimeInForce = TimeInForce.Day, OrdStatus = order.Status, CumQty = order.CumQty, AvgPx = order.CumQty == 0 ? null : order.CumValue / order.CumQty, TransactTime = Later.AddMinutes(-1),
    };
}
