using Pipeline.Trading;
using Pipeline.Trading.Rules;
using Prometheus;

namespace Pipeline.Validation;

/// <summary>What validation counts.</summary>
internal static class Metrics
{
    private static readonly Counter Denials = Prometheus.Metrics.CreateCounter(
        "pipeline_validation_denied_total", "Orders denied by a pre-trade rule, by the code of the first that failed.", "code");

    private static readonly Counter Accepted = Prometheus.Metrics.CreateCounter(
        "pipeline_validation_accepted_total", "Orders that passed every pre-trade rule.");

    static Metrics()
    {
        foreach (var rule in RuleBook.All)
        {
            Denials.WithLabels(rule.Code).Publish();
        }

        Accepted.Publish();
    }

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
