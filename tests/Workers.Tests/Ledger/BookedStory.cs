using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>A store of its own, in which a story's reports are booked as the pipeline books them.</summary>
internal sealed class BookedStory : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore opened = TestStore.Create();
    private readonly IStore store;
    private readonly LedgerStory story;

    public BookedStory(LedgerStory story)
    {
        this.story = story;
        store = opened.Store;
        store.WriteAsync(session =>
        {
            IntentTable.Insert(session, new IntentRecord("i", "s", "r", "p", "http", Now, Now.AddDays(1), null, null));
            foreach (var each in story.Orders)
            {
                var order = OrderOf(each);
                OrderTable.Insert(session, JournalTable.Append(session, order, Pipeline.Store.Steps.Stages.Intake, nameof(OrderProposed), Now, new { order.Slot, order.Terms }), order);
            }
        }).GetAwaiter().GetResult();
    }

    /// <summary>Books reports, a page a step.</summary>
    public BookedStory Book(IEnumerable<ExecutionReport> reports)
    {
        foreach (var page in reports.Chunk(200))
        {
            store.WriteAsync(session =>
            {
                foreach (var report in page)
                {
                    ReportLedger.Apply(session, report, Now);
                }
            }).GetAwaiter().GetResult();
        }

        return this;
    }

    /// <summary>The store that it is booked in.</summary>
    public IStore Store => store;

    /// <summary>Where the ledger is not what the story's venue has, or not what its own journal says.</summary>
    public IReadOnlyList<string> Differences() => store.Read(session => (IReadOnlyList<string>)
    [
        .. Orders(session), .. Positions(session), .. Fees(session),
        .. LedgerCheck.Run(session).Differences.Select(difference => difference.ToString()),
    ]);

    /// <summary>Everything that must be the same whatever order the reports came in.</summary>
    public string Ledger() => store.Read(session => string.Join('\n', session.Query<string>(
        """
        SELECT 'order ' || cl_ord_id || ' ' || ord_status || ' ' || cum_qty || ' ' || cum_value || ' ' || coalesce(restated_qty, '') || ' ' || reserved_qty FROM orders
        UNION ALL SELECT 'position ' || symbol || ' ' || qty || ' ' || cost || ' ' || realized_pnl FROM positions
        UNION ALL SELECT 'entry ' || symbol || ' ' || exec_id || ' ' || signed_qty || ' ' || value || ' ' || position_qty || ' ' || realized_pnl FROM position_entries
        UNION ALL SELECT 'fee ' || currency || ' ' || amount FROM fees WHERE amount <> '0'
        UNION ALL SELECT 'exposure ' || symbol || ' ' || buy_qty || ' ' || sell_qty FROM exposures WHERE buy_qty <> '0' OR sell_qty <> '0'
        ORDER BY 1
        """)));

    public void Dispose() => opened.Dispose();

    private static Order OrderOf(StoryOrder order) => new()
    {
        ClOrdId = order.ClOrdId, Key = order.ClOrdId, IntentId = "i", Slot = new OrderSlot("s", "r", "p", order.ClOrdId, order.Symbol, order.Side),
        Terms = new OrderTerms { Qty = order.SentQty, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day },
        Venue = "paper", Account = "paper", ReceivedAt = Now, ValidUntil = Now.AddDays(1),
    };

    private IEnumerable<string> Orders(StoreSession session) =>
        from order in story.Orders
        let booked = OrderTable.Find(session, order.ClOrdId)!
        let said = (order.Status, order.CumQty, order.CumValue, order.OrderQty)
        let found = (booked.OrdStatus, booked.CumQty, booked.CumValue, booked.OrderQty)
        where said != found
        select $"{order.ClOrdId}: the venue has {said}, the ledger {found}";

    // Average cost by the school book, over the trades that stand.
    private IEnumerable<string> Positions(StoreSession session)
    {
        foreach (var symbol in story.Trades.GroupBy(each => each.Order.Symbol))
        {
            var (qty, cost, realized) = (0m, 0m, 0m);
            foreach (var (order, trade) in symbol.Where(each => !each.Trade.IsBusted))
            {
                var signed = (order.Side == Side.Buy ? trade.Qty : -trade.Qty) - (trade.CommCurrency == order.BaseAsset ? trade.Commission ?? 0 : 0);
                var px = trade.Value / Math.Abs(signed);
                var closed = qty * signed < 0 ? Math.Min(Math.Abs(qty), Math.Abs(signed)) : 0;
                realized += closed * (px - cost) * Math.Sign(qty);
                cost = closed == 0 ? ((Math.Abs(qty) * cost) + (Math.Abs(signed) * px)) / Math.Abs(qty + signed)
                    : Math.Abs(signed) > Math.Abs(qty) ? px
                    : cost;
                qty += signed;
            }

            var booked = PositionTable.Of(session, "paper", symbol.Key);
            if (booked.Qty != qty || Math.Abs(booked.Cost - (qty * cost)) > 0.000001m || Math.Abs(booked.RealizedPnl - realized) > 0.000001m)
            {
                yield return $"{symbol.Key}: the venue has {new Position(qty, qty * cost, realized)}, the ledger {booked}";
            }
        }
    }

    private IEnumerable<string> Fees(StoreSession session) =>
        from paid in story.Trades.Where(each => each.Trade is { IsBusted: false, CommCurrency: not null }).GroupBy(each => each.Trade.CommCurrency!)
        let said = paid.Sum(each => each.Trade.Commission!.Value)
        let booked = FeeTable.Of(session, "paper", paid.Key)
        where said != booked
        select $"fees in {paid.Key}: the venue took {said}, the ledger has {booked}";
}
