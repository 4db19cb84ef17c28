namespace Pipeline.Trading.Incidents;

/// <summary>The sentences of a brief: fixed words with counts and codes in them, never words of others. Pure.</summary>
public static class BriefWords
{
    public static string Headline(IncidentBrief brief)
    {
        List<string> parts = [];
        void Say(long count, string one, string many)
        {
            if (count > 0)
            {
                parts.Add($"{count} {(count == 1 ? one : many)}");
            }
        }

        Say(brief.Unresolved.Count, "order unresolved", "orders unresolved");
        Say(brief.Held.Count, "order held", "orders held");
        Say(brief.Denied.Sum(refusals => refusals.Orders), "order denied", "orders denied");
        Say(brief.Rejected.Sum(refusals => refusals.Orders), "order rejected by the venue", "orders rejected by the venue");
        Say(brief.Halts.Count, "halt in force", "halts in force");
        Say(brief.Alerts.Sum(alert => alert.Count), "alert", "alerts");
        if (!brief.Readiness.IsReady)
        {
            parts.Add("the pipeline is not ready");
        }

        return parts.Count == 0 ? "Nothing is out of order." : $"{string.Join("; ", parts)}.";
    }

    public static string Title(IncidentBrief brief) => brief.Trigger is { } trigger
        ? $"{trigger.Alert} ({trigger.Severity}){(trigger.Value is { } value ? $", value {Orders.CanonicalDecimal.Format(value)}" : "")}: {brief.Headline}"
        : brief.Headline;

    public static IReadOnlyList<string> NotKnown(IncidentBrief brief) => Chosen(
        (brief.Unresolved.Count > 0, $"Whether the venue has {brief.Unresolved.Count} of the orders."),
        (brief.Impact.Unpriced > 0, $"What {brief.Impact.Unpriced} of the unknown orders come to: they have no price."),
        (brief.Impact.EventsLost > 0, $"What became of {brief.Impact.EventsLost} executions that the venue lists and that are not booked."),
        (brief.Impact.DriftSymbols > 0, $"Why the venue holds another quantity of {brief.Impact.DriftSymbols} symbols."),
        (brief.Sessions.Any(session => session.Status == "unknown"), "Whether a market is open: unknown counts as closed."),
        (!brief.Readiness.IsReady, "What happens where the pipeline does not reach, as long as it is not ready."));

    public static IReadOnlyList<BriefStep> Next(IncidentBrief brief)
    {
        if (brief.StrategyId is not null)
        {
            return [];
        }

        var alerts = brief.Alerts.Where(alert => alert.Severity == "page").OrderByDescending(alert => alert.LastAt).Select(alert => alert.Code);
        return
        [
            .. (brief.Trigger is { Source: "pipeline" } trigger ? alerts.Prepend(trigger.Alert) : alerts).Distinct().Select(AlertGuide.Find).OfType<AlertGuide>().Take(3)
                .Select(guide => new BriefStep(guide.FirstLook, guide.SafeActs, guide.Runbook)),
        ];
    }

    public static IReadOnlyList<string> Never(IncidentBrief brief) =>
    [
        "Never submit an unknown order again, under any id: it may be at the venue.",
        .. brief.Alerts.Select(alert => AlertGuide.Find(alert.Code)?.Never).OfType<string>().Distinct(),
    ];

    private static IReadOnlyList<string> Chosen(params (bool Applies, string Sentence)[] sentences) =>
        [.. sentences.Where(one => one.Applies).Select(one => one.Sentence)];

    public static IReadOnlyList<string> Advice(IncidentBrief brief)
    {
        List<string> advice = [];
        void When(bool applies, string sentence)
        {
            if (applies)
            {
                advice.Add(sentence);
            }
        }

        When(brief.Unresolved.Count > 0, "Never submit an unresolved order again, under any rebalance_id: it may be at the venue. The pipeline asks the venue; ask status again.");
        When(brief.Held.Count > 0, "A held order waits for its market or for a person. Don't submit it again.");
        When(brief.Denied.Count + brief.Rejected.Count > 0, "Don't try a refused order again as it was. A changed decision is a new plan with a new rebalance_id.");
        When(brief.Halts.Count > 0, "While a halt is in force orders in it are denied. Only people release it.");
        When(!brief.Readiness.IsReady, "What is submitted now is recorded, and goes on when what is missing is there again.");
        When(brief.Alerts.Any(alert => alert.Severity == "page"), "A person has been called by an alert that pages.");
        return advice;
    }
}
