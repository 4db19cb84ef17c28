using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>An order as it is read for people and programs outside.</summary>
internal sealed class OrderViewRow
{
    public long Seq { get; set; }

    public string ClOrdId { get; set; } = "";

    public string Key { get; set; } = "";

    public string IntentId { get; set; } = "";

    public string StrategyId { get; set; } = "";

    public string RebalanceId { get; set; } = "";

    public string Portfolio { get; set; } = "";

    public string? Leg { get; set; }

    public string Symbol { get; set; } = "";

    public string Side { get; set; } = "";

    public decimal Qty { get; set; }

    public string OrderType { get; set; } = "";

    public decimal? LimitPrice { get; set; }

    public decimal? StopPrice { get; set; }

    public string TimeInForce { get; set; } = "";

    public string State { get; set; } = "";

    public string OrdStatus { get; set; } = "";

    public decimal? RestatedQty { get; set; }

    public decimal CumQty { get; set; }

    public decimal CumValue { get; set; }

    public string? Code { get; set; }

    public string? Detail { get; set; }

    public decimal? ReferencePx { get; set; }

    public decimal? PriceBound { get; set; }

    public decimal? SlippageBps { get; set; }

    public string Venue { get; set; } = "";

    public string Account { get; set; } = "";

    public string? OrderId { get; set; }

    public string? Adapter { get; set; }

    public int Pass { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset ValidUntil { get; set; }

    public string? FillPolicy { get; set; }

    public int Generation { get; set; }

    public string? OrigClOrdId { get; set; }

    public string? Archive { get; set; }

    public OrderView ToView(IReadOnlyList<FillView> fills)
    {
        var status = Columns.Word<OrdStatus>(OrdStatus);
        return new OrderView
        {
            ClOrdId = ClOrdId,
            Key = Key,
            IntentId = IntentId,
            StrategyId = StrategyId,
            RebalanceId = RebalanceId,
            Portfolio = Portfolio,
            Leg = Leg,
            Symbol = Symbol,
            Side = Columns.Word<Side>(Side),
            OrderType = Columns.Word<OrdType>(OrderType),
            Qty = Qty,
            OrderQty = RestatedQty ?? Qty,
            LimitPrice = LimitPrice,
            StopPrice = StopPrice,
            TimeInForce = Columns.Word<TimeInForce>(TimeInForce),
            FillPolicy = FillPolicy is null ? IntentFillPolicy.Rest : JsonSerializer.Deserialize<IntentFillPolicy>(FillPolicy, PipelineJson.Options)!,
            Generation = Generation,
            OrigClOrdId = OrigClOrdId,
            State = Enum.Parse<OrderState>(State),
            OrdStatus = status,
            CumQty = CumQty,
            LeavesQty = status.IsTerminal() ? 0 : Math.Max(0, (RestatedQty ?? Qty) - CumQty),
            AvgPx = CumQty == 0 ? null : decimal.Round(CumValue / CumQty, 8),
            Code = Code,
            Detail = status == Messages.Fix.OrdStatus.Rejected ? null : Detail,
            DetailUntrusted = status == Messages.Fix.OrdStatus.Rejected && Detail is { } words ? UntrustedText.Cap(words) : null,
            ReferencePx = ReferencePx,
            PriceBound = PriceBound,
            SlippageBps = SlippageBps,
            Venue = Venue,
            Account = Account,
            OrderId = OrderId,
            Adapter = Adapter,
            Pass = Pass,
            ReceivedAt = ReceivedAt,
            ValidUntil = ValidUntil,
            Archive = Archive,
            Fills = fills,
        };
    }

    public LineOrderView ToLineOrder()
    {
        var view = ToView([]);
        return new LineOrderView
        {
            ClOrdId = ClOrdId,
            Generation = Generation,
            State = view.State,
            OrdStatus = view.OrdStatus,
            Qty = Qty,
            LimitPrice = LimitPrice,
            CumQty = CumQty,
            LeavesQty = view.LeavesQty,
            Code = Code,
            OrigClOrdId = OrigClOrdId,
        };
    }
}
