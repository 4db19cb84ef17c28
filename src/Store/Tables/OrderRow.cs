using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>A row of <c>orders</c> as it is read.</summary>
internal sealed class OrderRow
{
    /// <summary>Reads every column that an order has here.</summary>
    public const string Selection =
        """
        SELECT seq, cl_ord_id, key, intent_id, strategy_id, rebalance_id, portfolio, leg, symbol, side, qty, order_type,
               limit_price, stop_price, time_in_force, max_slippage_bps, max_exposure_pct, venue, account, received_at,
               valid_until, pass, ord_status, standing, standing_at, restated_qty, restated_at, cum_qty, cum_value, reserved_qty,
               reference_px, price_bound, order_id, fill_policy, fill_policy_asked, generation, orig_cl_ord_id, ended_at
        FROM orders
        """;

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

    public decimal? MaxSlippageBps { get; set; }

    public decimal? MaxExposurePct { get; set; }

    public string Venue { get; set; } = "";

    public string Account { get; set; } = "";

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset ValidUntil { get; set; }

    public int Pass { get; set; }

    public string OrdStatus { get; set; } = "";

    public string Standing { get; set; } = "";

    public DateTimeOffset? StandingAt { get; set; }

    public decimal? RestatedQty { get; set; }

    public DateTimeOffset? RestatedAt { get; set; }

    public decimal CumQty { get; set; }

    public decimal CumValue { get; set; }

    public decimal ReservedQty { get; set; }

    public decimal? ReferencePx { get; set; }

    public decimal? PriceBound { get; set; }

    public string? OrderId { get; set; }

    public string? FillPolicy { get; set; }

    public long FillPolicyAsked { get; set; }

    public int Generation { get; set; }

    public string? OrigClOrdId { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Order ToOrder()
    {
        var policy = FillPolicy is null ? IntentFillPolicy.Rest : JsonSerializer.Deserialize<IntentFillPolicy>(FillPolicy, PipelineJson.Options)!;
        return ToOrder(policy);
    }

    private Order ToOrder(IntentFillPolicy policy) => new()
    {
        ClOrdId = ClOrdId,
        Key = Key,
        IntentId = IntentId,
        Slot = new OrderSlot(StrategyId, RebalanceId, Portfolio, Leg, Symbol, Columns.Word<Side>(Side)),
        Terms = new OrderTerms
        {
            Qty = Qty,
            OrderType = Columns.Word<OrdType>(OrderType),
            LimitPrice = LimitPrice,
            StopPrice = StopPrice,
            TimeInForce = Columns.Word<TimeInForce>(TimeInForce),
            MaxSlippageBps = MaxSlippageBps,
            MaxExposurePct = MaxExposurePct,
            FillPolicy = FillPolicyAsked == 1 ? policy : null,
        },
        FillPolicy = policy,
        Generation = Generation,
        OrigClOrdId = OrigClOrdId,
        Venue = Venue,
        Account = Account,
        ReceivedAt = ReceivedAt,
        ValidUntil = ValidUntil,
        Pass = Pass,
        OrdStatus = Columns.Word<OrdStatus>(OrdStatus),
        Standing = Columns.Word<OrdStatus>(Standing),
        StandingAt = StandingAt,
        RestatedQty = RestatedQty,
        RestatedAt = RestatedAt,
        CumQty = CumQty,
        CumValue = CumValue,
        ReservedQty = ReservedQty,
        ReferencePx = ReferencePx,
        PriceBound = PriceBound,
        OrderId = OrderId,
        EndedAt = EndedAt,
    };
}
