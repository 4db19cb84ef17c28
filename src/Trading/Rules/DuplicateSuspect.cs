namespace Pipeline.Trading.Rules;

/// <summary>
/// The same content in another slot soon after the first is likely one decision under two names: gateways run tool calls again
/// and agents draw a fresh id for each (openclaw/openclaw#79825, SEC 15c3-5 on duplicative orders). A person decides.
/// </summary>
public sealed class DuplicateSuspect : IRule
{
    public string Code => "DUPLICATE_SUSPECT";

    public bool Holds => true;

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.SameContent is not { } earlier)
        {
            return new RuleResult(Code, true, $"same_content=none, window_s={facts.Limits.DuplicateWindow.TotalSeconds:0.###}");
        }

        var age = facts.Order.ReceivedAt - earlier.ReceivedAt;
        return new RuleResult(
            Code,
            age >= facts.Limits.DuplicateWindow,
            $"same_content={earlier.ClOrdId}, age_s={age.TotalSeconds:0.###}, window_s={facts.Limits.DuplicateWindow.TotalSeconds:0.###}");
    }
}
