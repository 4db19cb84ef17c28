using static Pipeline.Monitoring.Rules.AlertRule;

namespace Pipeline.Monitoring.Rules;

/// <summary>Alerts on what the pipeline has raised by itself, which is counted from the journal: each entry once, by one process.</summary>
internal static class RaisedAlerts
{
    private const string Pages = """pipeline_alerts_total{severity="page"}""";

    /// <summary>What must never happen.</summary>
    public static IReadOnlyList<AlertRule> NeverEvents { get; } =
    [
        new(
            "PipelineDuplicateSubmission", Counted("""pipeline_alerts_total{alert=~"DUPLICATE_SUBMISSION|PROVEN_ABSENT_BUT_ACCEPTED"}""", "sum", 5), TimeSpan.Zero, Page,
            "An order may have been sent twice.", "One line, one order: a doubled order is money lost. This must never happen."),
        new(
            "PipelineSubmissionOutsideSession", Counted("""pipeline_alerts_total{alert="SUBMITTED_OUTSIDE_SESSION"}""", "sum", 5), TimeSpan.Zero, Page,
            "An order was sent while its market was closed.", "No submission without a session check. This must never happen."),
        new(
            "PipelineAuditChainBroken", $"""
            max(pipeline_audit_broken) > 0
            or {Counted("""pipeline_alerts_total{alert="AUDIT_BROKEN"}""", "sum", 5)}
            """, TimeSpan.Zero, Page,
            "The audit chain is broken: somebody has changed the database.", "Nobody can change what happened unseen. This must never happen."),
    ];

    /// <summary>Whatever else it is.</summary>
    public static IReadOnlyList<AlertRule> Others { get; } =
    [
        new(
            "PipelineAlertPage",
            // What is raised while nobody can look at a process that lives is no increase either. It is told from what was counted before by the last look that
            // has succeeded within an hour: one look that fails makes no news of what was paged long ago.
            $"""
            {Counted(Pages, "sum by (alert) ", 5)}
            or sum by (alert) ({Pages} unless {Pages} <= last_over_time({Pages}[1h] offset 5m)) > 0
            """, TimeSpan.Zero, Page,
            "The pipeline has raised {{ $labels.alert }}.", "Whatever the pipeline pages for by itself."),
        new(
            "PipelineAlertTicket", Counted("""pipeline_alerts_total{severity="ticket"}""", "sum by (alert) ", 60), TimeSpan.Zero, Ticket,
            "The pipeline has raised {{ $labels.alert }}.", "Whatever the pipeline wants looked at within the day."),
    ];

    // Prometheus sees no increase between what a process had counted that has ended and what the next one has counted before it is first looked at. A process counts
    // from 0, and nothing that another has counted: all that a young one has counted is news.
    private static string Counted(string series, string sum, int minutes) => $"""
        {sum}(increase({series}[{minutes}m])) > 0
        or {sum}({series} and on (job, instance) process_start_time_seconds > time() - {minutes * 60}) > 0
        """;
}
