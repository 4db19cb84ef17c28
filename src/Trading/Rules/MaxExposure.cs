using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// The exposure in the order's symbol, if everything that may fill on its side does, stays within a part of the account's equity. Orders
/// on their way and orders whose outcome is unknown count as filled. The intent's own limit can only be the tighter one.
/// </summary>
public sealed class MaxExposure : IRule
{
    public string Code => "MAX_EXPOSURE_PCT";

    public string Meaning => "The symbol comes to at most the limit on the order's side, per cent of the account's equity.";

    public string Inputs => "the position, what is reserved on the side, the order's value, the account's equity, the intent's `max_exposure_pct`";

    public string Source => "the intent's own constraint; FIA, position limits";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxExposurePct];

    public RuleResult Check(RuleFacts facts)
    {
        var file = Details.InEach(Code, facts, scope =>
            scope.Limits.Number(AllLimits.MaxExposurePct) is { } limit ? Compare(facts, scope.Holding, limit) : null);
        if (facts.Order.Terms.MaxExposurePct is not { } asked)
        {
            return file;
        }

        var (passed, detail) = Compare(facts, facts.Holding, asked);
        return new RuleResult(Code, passed && file.Passed, file.Detail == "limit=none" ? detail : $"{detail}, scope=intent, {file.Detail}");
    }

    private static (bool Passed, string Detail) Compare(RuleFacts facts, Holding holding, decimal limitPct)
    {
        var side = facts.Order.Side;
        var after = holding.With(side, facts.Order.Terms.Qty).On(side);
        if (facts.ExposurePx is not { } px || facts.Equity is not ({ } equity and > 0))
        {
            return (after == 0, $"px={facts.ExposurePx?.ToString() ?? "unknown"}, equity={facts.Equity?.ToString() ?? "unknown"}, limit_pct={limitPct}");
        }

        var exposurePct = after * px / equity * 100;
        var reserved = side == Messages.Fix.Side.Buy ? holding.BuyQty : holding.SellQty;
        return (
            exposurePct <= limitPct,
            $"position={holding.Qty}, reserved={reserved}, qty_after={after}, px={px}, equity={equity}, exposure_pct={Details.Of(exposurePct)}, limit_pct={limitPct}");
    }
}
