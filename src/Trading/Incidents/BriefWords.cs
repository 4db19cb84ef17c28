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
