namespace Pipeline.Trading.Rules;

/// <summary>Nothing is sent past the intent's <c>valid_until</c>, however long it waited.</summary>
public sealed class IntentExpired : IRule
{
    public string Code => "INTENT_EXPIRED";

    public string Meaning => "The intent is still valid.";

    public string Inputs => "the time, the intent's `valid_until`";

    public string Source => "the intent's own word: nothing of it is sent later";

    public RuleResult Check(RuleFacts facts) => new(
        Code, facts.Now < facts.Order.ValidUntil, $"now={facts.Now:O}, valid_until={facts.Order.ValidUntil:O}");
}
