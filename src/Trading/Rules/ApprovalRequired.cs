namespace Pipeline.Trading.Rules;

/// <summary>
/// What is large, or of a strategy that is watched, waits for a person. What replaces an order goes on under its line's approval.
/// </summary>
public sealed class ApprovalRequired : IRule
{
    public string Code => "APPROVAL_REQUIRED";

    public string Meaning => "Neither is the order's value above what an operator must approve, nor is its strategy one whose orders are. A failure holds the order for a person.";

    public string Inputs => "the order's value, its strategy, `--approvals-above-notional`, `--approvals-strategies`";

    public string Source => "RTS 6 Art 15, what a control stops goes on only when a designated person authorises it";

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
