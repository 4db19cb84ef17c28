using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Monitoring.Dashboards;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring;

/// <summary>Every file below infra that is made from the code, by its path there.</summary>
public static class MonitoringFiles
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(
        [
            new("prometheus/rules/alerts.yml", PrometheusRules.Alerts()),
            new("prometheus/rules/recording.yml", PrometheusRules.Recordings()),
            new("grafana/provisioning/alerting/rules.json", Text(GrafanaAlerts.Rules())),
            new("grafana/provisioning/alerting/contact-points.json", Text(GrafanaAlerts.ContactPoints())),
            new("grafana/provisioning/alerting/policies.json", Text(GrafanaAlerts.Policies())),
            .. AllDashboards.All.Select(dashboard => new KeyValuePair<string, string>($"grafana/dashboards/{dashboard.Uid}.json", Text(GrafanaDashboard.Of(dashboard)))),
        ]);

    private static string Text(JsonNode node) => node.ToJsonString(Json) + "\n";
}
