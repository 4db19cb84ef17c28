using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// A strategy that does the same again and again without anybody looking is shut out in that symbol and side until a person lets it in:
/// time alone does not.
/// </summary>
public sealed class RepeatedExecution : IRule
{
    public string Code => "REPEATED_EXECUTION";

    public string Meaning =>
        "With this order at most the limit of the strategy, in the symbol and on the side, are let through within a minute that begins with its first order, and its throttle is not shut. "
        + "One more shuts it, until an operator opens it.";

    public string Inputs => "the orders let through within a minute, the throttle";

    public string Source => "RTS 6 Art 15(3), repeated automated execution throttle: disabled until re-enabled by a person";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxRepeatsPerMinute];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Tightest(AllLimits.MaxRepeatsPerMinute) is not var (limit, scope))
        {
            // One that was shut while there was a limit is a person's to open.
            return facts.Repeats?.ShutAt is { } shutAt ? new RuleResult(Code, false, $"throttle=shut since {shutAt:O}, limit=none any more") : Details.Unlimited(Code);
        }

        var repeats = facts.Repeats ?? throw new InvalidOperationException("The throttle was not loaded");
        var orders = repeats.InMinute + (facts.IsCountedToday ? 0 : 1);
        return new RuleResult(
            Code,
            repeats.ShutAt is null && orders <= limit,
            $"orders={orders}, limit={limit}, throttle={(repeats.ShutAt is { } at ? $"shut since {at:O}" : "open")}, scope={scope.Text}");
    }
}
