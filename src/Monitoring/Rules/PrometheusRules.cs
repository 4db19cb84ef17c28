using System.Text;

namespace Pipeline.Monitoring.Rules;

/// <summary>The rules as Prometheus reads them.</summary>
public static class PrometheusRules
{
    private const string Head = "# Made by `scripts/pipeline alerts --write infra`; a test compares it with the code.\n";

    /// <summary>infra/prometheus/rules/alerts.yml.</summary>
    public static string Alerts()
    {
        var text = new StringBuilder(Head).Append("groups:\n  - name: pipeline\n    interval: 5s\n    rules:\n");
        foreach (var rule in AlertRules.All)
        {
            text.Append($"      - alert: {rule.Name}\n        expr: |\n{Block(rule.Expr)}        for: {Duration(rule.For)}\n");
            text.Append($"        labels:\n          severity: {rule.Severity}\n        annotations:\n          summary: {Quoted(rule.Summary)}\n          description: {Quoted(rule.Why)}\n");
            text.Append($"          value: \"{{{{ $value }}}}\"\n          runbook_url: {rule.Runbook}\n");
        }

        return text.ToString();
    }

    /// <summary>infra/prometheus/rules/recording.yml.</summary>
    public static string Recordings()
    {
        var text = new StringBuilder(Head).Append("groups:\n  - name: pipeline-objectives\n    interval: 15s\n    rules:\n");
        foreach (var rule in Objective.All.SelectMany(objective => objective.Recorded))
        {
            text.Append($"      - record: {rule.Name}\n        expr: |\n{Block(rule.Expr)}");
        }

        return text.ToString();
    }

    private static string Block(string expr) => string.Concat(expr.Trim().Split('\n').Select(line => $"          {line.TrimEnd()}\n"));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    internal static string Duration(TimeSpan time) => time.TotalSeconds % 60 == 0 && time > TimeSpan.Zero ? $"{time.TotalMinutes:0}m" : $"{time.TotalSeconds:0}s";
}
