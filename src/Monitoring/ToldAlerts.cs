using System.Globalization;
using System.Text.Json;
using Pipeline.Monitoring.Rules;
using Pipeline.Trading.Incidents;

namespace Pipeline.Monitoring;

/// <summary>
/// Understands what Alertmanager or Grafana tells by its webhook. Only alerts of ours that fire and page make a brief; their labels are words
/// that came from outside.
/// </summary>
public static class ToldAlerts
{
    /// <summary>What briefs are to be made for, and how many of the alerts nobody knows.</summary>
    /// <param name="document">The webhook's body.</param>
    /// <param name="now">When it came.</param>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static (IReadOnlyList<BriefTrigger> Pages, int Unknown) Of(JsonElement document, DateTimeOffset now)
    {
        try
        {
            return Read(document, now);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair is JSON and no text.
            throw new FormatException("A text in the body is none: it has half of a surrogate pair", e);
        }
    }

    private static (IReadOnlyList<BriefTrigger> Pages, int Unknown) Read(JsonElement document, DateTimeOffset now)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("The body is no notification of Alertmanager: it has no array 'alerts'");
        }

        List<BriefTrigger> pages = [];
        var unknown = 0;
        foreach (var alert in alerts.EnumerateArray())
        {
            if (AlertRules.Find(Text(alert, "labels", "alertname") ?? "") is not { } rule)
            {
                unknown++;
            }
            else if (rule.Severity == AlertRule.Page && Text(alert, "status") is "firing")
            {
                pages.Add(Trigger(alert, rule, now));
            }
        }

        return ([.. pages.DistinctBy(page => page.Alert)], unknown);
    }

    private static BriefTrigger Trigger(JsonElement alert, AlertRule rule, DateTimeOffset now)
    {
        var startedAt = DateTimeOffset.TryParse(Text(alert, "startsAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : now;
        var value = decimal.TryParse(Text(alert, "annotations", "value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var said) ? decimal.Round(said, 6) : (decimal?)null;

        // What the pipeline has raised itself is one incident with what is told of it from outside.
        var guide = rule.Name == "PipelineAlertPage" ? AlertGuide.Find(Text(alert, "labels", "alert") ?? "") : null;
        return new BriefTrigger(
            $"brief-{(guide?.Code ?? rule.Name).Replace('_', '-')}-{startedAt.ToUnixTimeSeconds()}", guide?.Code ?? rule.Name, rule.Severity, "alertmanager", value, LabelsOf(alert), startedAt, now,
            string.Join(' ', rule.Expr.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), guide?.Runbook ?? rule.Runbook);
    }

    private static string? LabelsOf(JsonElement alert) => alert.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object
        ? UntrustedText.Cap(string.Join(", ", labels.EnumerateObject().Where(label => label.Name is not ("alertname" or "severity")).Select(label => $"{label.Name}={label.Value}")))
        : null;

    private static string? Text(JsonElement of, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out of))
            {
                return null;
            }
        }

        return of.ValueKind == JsonValueKind.String ? of.GetString() : null;
    }
}
