using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// Venues have no slippage protection, so the limit becomes a price: a market order is sent as a limit order at the bound, and says so.
/// It denies nothing that has a price to measure from and one on the tick to bound it by.
/// </summary>
public sealed class MaxSlippage : IRule
{
    public string Code => "MAX_SLIPPAGE_BPS";

    public string Meaning =>
        "There is a quoted price to bound the order from, and one on the tick to bound it by. A market order is sent as a limit order at the bound, a stop as a stop limit, and a limit that is looser is tightened.";

    public string Inputs => "the line's type and prices, the quote, the intent's `max_slippage_bps`";

    public string Source => "RTS 6 Art 15(1)(a), price collars, for orders without a price";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxSlippageBps];

    public RuleResult Check(RuleFacts facts)
    {
        if (PriceBounds.LimitBps(facts) is not var (bps, scope))
        {
            return Details.Unlimited(Code);
        }

        if (facts.ReferencePx is not { } px)
        {
            return new RuleResult(Code, false, $"reference=missing, limit_bps={bps}, scope={scope}");
        }

        var bound = facts.Order.IsReplacement ? facts.Order.PriceBound : PriceBounds.Of(facts);
        if (bound is null && facts.Order is { Side: Side.Buy, IsReplacement: false })
        {
            // A sell may accept any price; a buy without a bound would.
            return new RuleResult(Code, false, $"reference={px}, bound=none, reason=no price on the tick within the bound, limit_bps={bps}, scope={scope}");
        }

        var order = facts.Order with { PriceBound = bound };
        return new RuleResult(
            Code,
            true,
            $"reference={px}, bound={bound?.ToString() ?? "none"}, sent_as={Orders.SentTerms.Of(order).OrdType}, limit_bps={bps}, scope={scope}");
    }
}
