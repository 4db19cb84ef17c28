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
