using Pipeline.Metering;
using Pipeline.Trading;
using Pipeline.Trading.Rules;
using Prometheus;

namespace Pipeline.Validation;

/// <summary>What validation counts.</summary>
internal static class Metrics
{
    private static readonly Counter Denials = Meters.Counter(
        "pipeline_validation_denied_total", "orders", "Orders denied by a pre-trade rule, by the code of the first that failed.",
        Label.OrOther("code", RuleBook.All.Select(rule => rule.Code)));

    private static readonly Counter Accepted = Meters.Counter("pipeline_validation_accepted_total", "orders", "Orders that passed every pre-trade rule.");

    public static void Count(Verdict verdict)
    {
        if (verdict is Verdict.Deny deny)
        {
            Denials.WithLabels(deny.Code).Inc();
        }
        else
        {
            Accepted.Inc();
        }
    }
}
