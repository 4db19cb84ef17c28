using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Rules;

/// <summary>
/// The exposure in the order's symbol, if everything that may fill on its side does, stays within the intent's
/// <c>max_exposure_pct</c> of the account's equity. Orders on their way and orders whose outcome is unknown count as filled.
/// </summary>
public sealed class MaxExposure : IRule
{
    public string Code => "MAX_EXPOSURE_PCT";

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Order.Terms.MaxExposurePct is not { } limitPct)
        {
            return new RuleResult(Code, true, "limit=none");
        }

        if (facts.ValuationPx is not { } px || facts.Equity <= 0)
        {
            return new RuleResult(Code, false, $"px={facts.ValuationPx?.ToString() ?? "unknown"}, equity={facts.Equity}, limit_pct={limitPct}");
        }

        var reserved = facts.Order.Side == Side.Buy ? facts.ReservedBuyQty : facts.ReservedSellQty;
        var qty = facts.Order.Side == Side.Buy
            ? facts.PositionQty + reserved + facts.Order.Terms.Qty
            : facts.PositionQty - reserved - facts.Order.Terms.Qty;
        var exposurePct = Math.Abs(qty) * px / facts.Equity * 100;
        var shrinks = Math.Abs(qty) <= Math.Abs(facts.PositionQty) && Math.Sign(qty) * Math.Sign(facts.PositionQty) >= 0;
        return new RuleResult(
            Code,
            exposurePct <= limitPct || shrinks,
            $"position={facts.PositionQty}, reserved={reserved}, qty_after={qty}, px={px}, equity={facts.Equity}, exposure_pct={exposurePct:0.######}, limit_pct={limitPct}");
    }
}
