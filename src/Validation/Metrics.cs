using Pipeline.Metering;
using Pipeline.Trading;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Prometheus;

namespace Pipeline.Validation;

/// <summary>What validation counts.</summary>
internal static class Metrics
{
    private static readonly Label Code = Label.OrOther("code", RuleBook.All.Select(rule => rule.Code).Append(Grant.VenueDown));

    private static readonly Counter Denials = Meters.Counter(
        "pipeline_validation_denied_total", "orders",
        "Orders denied by a pre-trade rule, by the code of the first that failed; VENUE_DOWN where that one lacks a quote since the venue does not answer.", Code);

    private static readonly Counter Accepted = Meters.Counter("pipeline_validation_accepted_total", "orders", "Orders that passed every pre-trade rule.");

    /// <summary>An order that is held is counted when its rules have been looked at again and let it through, or not.</summary>
    public static void Count(Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Deny deny:
                Denials.WithLabels(Code.ValueOf(deny.Code)).Inc();
                break;
            case Verdict.Accept:
                Accepted.Inc();
                break;
        }
    }
}
