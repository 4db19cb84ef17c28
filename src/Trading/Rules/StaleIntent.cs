using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>An order that has waited in a queue for longer than its market keeps still is decided anew by whoever sent it.</summary>
public sealed class StaleIntent : IRule
{
    public string Code => "STALE_INTENT";

    public string Meaning => "The order has not waited too long for validation since it was called to it, in this pass.";

    public string Inputs => "the time, the time of the call";

    public string Source => "Binance `recvWindow`: an order has a freshness bound of its own";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxIntentAgeS];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Tightest(AllLimits.MaxIntentAgeS) is not var (limit, scope))
        {
            return Details.Unlimited(Code);
        }

        var age = Details.Seconds(facts.Now - facts.ProposedAt);
        return new RuleResult(Code, age <= limit, $"age_s={age:0.###}, limit_s={limit}, scope={scope.Text}");
    }
}
