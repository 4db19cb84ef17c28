using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Orders;

/// <summary>
/// What a line asks for. Two lines in one slot with the same terms are the same order; with other terms they are a conflict.
/// The agent's reason and a later <c>valid_until</c> are not terms.
/// </summary>
public sealed record OrderTerms
{
    public required decimal Qty { get; init; }

    public required OrdType OrderType { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public decimal? MaxSlippageBps { get; init; }

    public decimal? MaxExposurePct { get; init; }

    /// <summary>What the line says about its remainder; null when it leaves that to its strategy's default.</summary>
    public IntentFillPolicy? FillPolicy { get; init; }
}

/// <summary>What is known of the terms of an order that is there already. Of one that only the venue knows, that may be the quantity alone.</summary>
public sealed record KnownTerms
{
    public required decimal Qty { get; init; }

    public OrdType? OrderType { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public TimeInForce? TimeInForce { get; init; }

    public decimal? MaxSlippageBps { get; init; }

    public decimal? MaxExposurePct { get; init; }

    public IntentFillPolicy? FillPolicy { get; init; }

    /// <summary>All the terms of an order of ours, with the fill policy that it has, whether its line names it or its strategy's default gave it.</summary>
    public static KnownTerms Of(Order order) => new()
    {
        Qty = order.Terms.Qty, OrderType = order.Terms.OrderType, LimitPrice = order.Terms.LimitPrice, StopPrice = order.Terms.StopPrice,
        TimeInForce = order.Terms.TimeInForce, MaxSlippageBps = order.Terms.MaxSlippageBps, MaxExposurePct = order.Terms.MaxExposurePct,
        FillPolicy = order.FillPolicy,
    };
}
