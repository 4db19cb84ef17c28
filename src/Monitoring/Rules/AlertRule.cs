namespace Pipeline.Monitoring.Rules;

/// <summary>An alert of the monitoring system: Prometheus' rules, Grafana's, and what the webhook understands are all made from it.</summary>
/// <param name="Name">Its name, and that of its runbook.</param>
/// <param name="Expr">The query that fires, in PromQL.</param>
/// <param name="For">How long it must hold.</param>
/// <param name="Severity">page or ticket.</param>
/// <param name="Summary">What a person is told, with Prometheus' templates.</param>
/// <param name="Why">Why it matters, in a sentence.</param>
public sealed record AlertRule(string Name, string Expr, TimeSpan For, string Severity, string Summary, string Why)
{
    /// <summary>Wakes a person.</summary>
    public const string Page = "page";

    /// <summary>Waits for one.</summary>
    public const string Ticket = "ticket";

    /// <summary>Whether it is also made a Grafana-managed rule, for those who alert from Grafana.</summary>
    public bool IsInGrafana { get; init; }

    /// <summary>Its runbook, from the repository's root.</summary>
    public string Runbook => $"docs/runbooks/{Name}.md";
}
