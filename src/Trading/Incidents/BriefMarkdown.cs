using System.Text;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Incidents;

/// <summary>A brief as Markdown, for people. Pure: the same brief gives the same text.</summary>
public static class BriefMarkdown
{
    public static string Of(IncidentBrief brief)
    {
        var text = new StringBuilder();
        text.Append($"# {brief.Title}\n\n");
        text.Append($"{(brief.StrategyId is null ? "All strategies" : $"Strategy `{brief.StrategyId}`")}, {Utc(brief.From)} to {Utc(brief.To)}.\n");
        if (brief.Trigger is { } trigger)
        {
            Section(text, "What it was made for", Lines(trigger));
        }

        Section(text, "Impact", Lines(brief.Impact));
        Section(text, "What to do", brief.Advice);
        Section(text, "Next", brief.Next.Select(step => $"`{step.Command}` ([runbook]({step.Runbook})). Then: {step.Then}"));
        Section(text, "What not to do", brief.Never);
        Section(text, "What is not known", brief.NotKnown);
        Section(text, "Halts in force", brief.Halts.Select(halt => $"`{halt.Scope}` ({Word(halt.Mode)}) by `{halt.By}` since {Utc(halt.At)}; untrusted: {Quoted(halt.WhyUntrusted)}"));
        Section(text, $"Unresolved: {brief.Unresolved.Count}", brief.Unresolved.Orders.Select(Line));
        Section(text, $"Held: {brief.Held.Count}", brief.Held.Orders.Select(Line));
        Section(text, "Denied by the pipeline", brief.Denied.Select(Line));
        Section(text, "Rejected by the venue", brief.Rejected.Select(Line));
        Section(text, "Alerts", brief.Alerts.Select(alert => $"`{alert.Code}` ({alert.Severity}) {alert.Count} times, last {Utc(alert.LastAt)}"));
        Section(text, "Sessions", brief.Sessions.Select(session => $"{session.Market}: {session.Status}{(session.ChangesAt is { } at ? $" until {Utc(at)}" : "")}"));
        Section(text, "What was changed", brief.Changes.Select(change => $"{Utc(change.At)} {change.Event}{Detail(change)}"));
        Section(text, "Orders that came in the window", [
            .. brief.OrdersByState.Select(count => $"{count.Orders} {count.Word}"),
            .. brief.OrdersByOrdStatus.Select(count => $"{count.Orders} with ord_status {count.Word}"),
        ]);
        Section(text, "Readiness", brief.Readiness.Checks.Select(check => $"{check.Key}: {(check.Value == "ok" ? "ok" : Quoted(check.Value))}"));
        Timeline(text, brief.Timeline);
        return text.ToString();
    }

    private static void Timeline(StringBuilder text, IReadOnlyList<BriefEvent> events)
    {
        if (events.Count > 0)
        {
            text.Append("\n## Timeline\n\n| Time (UTC) | Event | Link |\n|---|---|---|\n");
            foreach (var one in events)
            {
                text.Append($"| {Utc(one.At)} | {one.Event}{Detail(one).Replace("|", "\\|", StringComparison.Ordinal)} | {one.Link} |\n");
            }
        }
    }

    private static IEnumerable<string> Lines(BriefTrigger trigger) =>
    [
        $"began {Utc(trigger.StartedAt)}, noticed {Utc(trigger.DetectedAt)}, by {trigger.Source}{(trigger.ScopeUntrusted is { } scope ? $"; about, untrusted: {Quoted(scope)}" : "")}",
        $"query: `{trigger.Query}`",
        $"runbook: {trigger.Runbook}",
    ];

    private static IEnumerable<string> Lines(BriefImpact impact)
    {
        yield return $"orders unknown: {impact.OrdersUnknown}, worth {CanonicalDecimal.Format(impact.NotionalAtRisk)}{(impact.Unpriced > 0 ? $" and {impact.Unpriced} without a price" : "")}";
        yield return $"orders on their way: {impact.OrdersInFlight}; live at the venue: {impact.OrdersLive}";
        if (impact.EventsLost is { } lost)
        {
            yield return $"events lost: {lost} (should be 0, always check); symbols whose position differs: {impact.DriftSymbols}";
            yield return $"dead letters: {impact.DeadLetters}; messages not sent yet: {impact.MessagesUnsent}";
        }
    }

    private static string Detail(BriefEvent one) => one.DetailUntrusted is { } detail ? $"; untrusted: {Quoted(detail)}" : "";

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var said = lines.ToList();
        if (said.Count > 0)
        {
            text.Append($"\n## {title}\n\n");
            said.ForEach(line => text.Append($"- {line}\n"));
        }
    }

    private static string Line(BriefOrder order) =>
        $"`{order.ClOrdId}`: {Word(order.Side)} {CanonicalDecimal.Format(order.Qty)} {order.Symbol}{(order.Code is null ? "" : $", `{order.Code}`")}, since {Utc(order.ReceivedAt)}; plan, untrusted: {Quoted(order.RebalanceIdUntrusted)}";

    private static string Line(BriefRefusals refusals) =>
        $"`{refusals.Code}` {refusals.Orders} {(refusals.Orders == 1 ? "time" : "times")}, newest `{refusals.NewestClOrdId}`{(refusals.TextUntrusted is null ? "" : $"; untrusted: {Quoted(refusals.TextUntrusted)}")}";

    // In a code span nothing is Markdown but the mark that ends it.
    private static string Quoted(string words) => $"`{UntrustedText.Cap(words).Replace('`', '\'')}`";

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
