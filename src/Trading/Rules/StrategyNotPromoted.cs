namespace Pipeline.Trading.Rules;

/// <summary>Paper first: a strategy trades where money is at stake only once an operator has promoted it.</summary>
public sealed class StrategyNotPromoted : IRule
{
    public const string Paper = "paper";

    public string Code => "STRATEGY_NOT_PROMOTED";

    public string Meaning => "The venue is `paper`, or an operator has promoted the strategy.";

    public string Inputs => "the venue, who has promoted the strategy, `--approvals-paper-first`";

    public string Source => "RTS 6 Art 8, controlled deployment of algorithms";

    public RuleResult Check(RuleFacts facts)
    {
        var order = facts.Order;
        return new RuleResult(
            Code,
            !facts.Approvals.PaperFirst || order.Venue == Paper || facts.PromotedBy is not null,
            $"strategy={order.Slot.StrategyId}, venue={order.Venue}, promoted_by={facts.PromotedBy ?? "nobody"}, paper_first={(facts.Approvals.PaperFirst ? "true" : "false")}");
    }
}
