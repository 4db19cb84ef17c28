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

    public static void Count(Verdict verdict)
    {
        if (verdict is Verdict.Deny deny)
        {
            Denials.WithLabels(Code.ValueOf(deny.Code)).Inc();
        }
        else
        {
            Accepted.Inc();
        }
    }
}
