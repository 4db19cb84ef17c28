namespace Pipeline.Trading.Rules;

/// <summary>What is large, or of a strategy that is watched, waits for a person. What replaces an order goes on under its line's approval.</summary>
public sealed class ApprovalRequired : IRule
{
    public string Code => "APPROVAL_REQUIRED";

    public string Meaning =>
        "The order's notional is not above `approvals.above_notional`, and its strategy is none of `approvals.strategies`. A failure holds the order for a named operator; what replaces an order goes on under its line's approval.";

    public string Inputs => "the notional at the limit or the quoted price, the strategy, the settings `approvals.*`";

    public string Source => "RTS 6 Art 15(2), a person's approval of what exceeds a limit";

    public bool Holds => true;

    public RuleResult Check(RuleFacts facts)
    {
        var (order, policy) = (facts.Order, facts.Approvals);
        var notional = facts.ValuationPx is { } px ? order.Terms.Qty * px : (decimal?)null;

        // Without a price nobody can say that it is small.
        var isLarge = policy.AboveNotional > 0 && !(notional <= policy.AboveNotional);
        var isWatched = policy.Covers(order.Slot.StrategyId);
        return new RuleResult(
            Code,
            order.IsReplacement || !(isLarge || isWatched),
            $"notional={notional?.ToString() ?? "unknown"}, above={(policy.AboveNotional > 0 ? policy.AboveNotional : "none")}, strategy={order.Slot.StrategyId}, strategies={(policy.Strategies.Length > 0 ? policy.Strategies : "none")}");
    }
}
