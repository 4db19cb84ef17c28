using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// The same content in another slot soon after the first is likely one decision under two names: gateways run tool calls again
/// and agents draw a fresh id for each. A person decides.
/// </summary>
public sealed class DuplicateSuspect : IRule
{
    public string Code => "DUPLICATE_SUSPECT";

    public string Meaning => "No order of the same strategy, portfolio and terms came in another intent within the window before it. A failure holds the order for a person.";

    public string Inputs => "the arrival of the newest earlier order of the same content";

    public string Source => "SEC 15c3-5(c)(1)(ii), duplicative orders; openclaw/openclaw#79825";

    public IReadOnlyList<Limit> Limits => [AllLimits.DuplicateWindowS];

    public bool Holds => true;

    public RuleResult Check(RuleFacts facts)
    {
        if (Window(facts.Scopes.Select(scope => scope.Limits)) is not { } window)
        {
            return Details.Unlimited(Code);
        }

        if (facts.SameContent is not { } earlier)
        {
            return new RuleResult(Code, true, $"same_content=none, window_s={window}");
        }

        var age = facts.Order.ReceivedAt - earlier.ReceivedAt;
        return new RuleResult(
            Code, Details.Seconds(age) >= window, $"same_content={earlier.ClOrdId}, age_s={age.TotalSeconds:0.###}, window_s={window}");
    }

    /// <summary>The longest window of those that are set, in seconds; null when there is none. Of windows the longest is the tightest.</summary>
    public static decimal? Window(IEnumerable<LimitSet> limits) => limits.Max(set => set.Number(AllLimits.DuplicateWindowS));
}
