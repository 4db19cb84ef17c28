using System.Text.Json.Nodes;

namespace Pipeline.Monitoring.Rules;

/// <summary>The rules on rejects and latency as Grafana manages them, for those who alert from there, with who is told and how.</summary>
public static class GrafanaAlerts
{
    /// <summary>The datasource of every query.</summary>
    public const string Datasource = "pipeline-prometheus";

    /// <summary>infra/grafana/provisioning/alerting/rules.json.</summary>
    public static JsonObject Rules() => new()
    {
        ["apiVersion"] = 1,
        ["groups"] = new JsonArray(new JsonObject
        {
            ["orgId"] = 1,
            ["name"] = "pipeline",
            ["folder"] = "Pipeline",
            ["interval"] = "10s",
            ["rules"] = new JsonArray([.. AlertRules.All.Where(rule => rule.IsInGrafana).Select(RuleOf)]),
        }),
    };

    /// <summary>infra/grafana/provisioning/alerting/contact-points.json.</summary>
    public static JsonObject ContactPoints() => new()
    {
        ["apiVersion"] = 1,
        ["contactPoints"] = new JsonArray(
            ContactPoint("pipeline-page", "http://127.0.0.1:8080/v1/incidents/alerts"), ContactPoint("pipeline-ticket", "http://127.0.0.1:8080/v1/incidents/alerts")),
    };

    /// <summary>infra/grafana/provisioning/alerting/policies.json.</summary>
    public static JsonObject Policies() => new()
    {
        ["apiVersion"] = 1,
        ["policies"] = new JsonArray(new JsonObject
        {
            ["orgId"] = 1,
            ["receiver"] = "pipeline-ticket",
            ["group_by"] = new JsonArray("alertname"),
            ["group_wait"] = "10s",
            ["group_interval"] = "1m",
            ["repeat_interval"] = "12h",
            ["routes"] = new JsonArray(new JsonObject
            {
                ["receiver"] = "pipeline-page",
                ["object_matchers"] = new JsonArray(new JsonArray("severity", "=", AlertRule.Page)),
                ["group_wait"] = "0s",
                ["repeat_interval"] = "1h",
            }),
        }),
    };

    // Grafana fires on every series that a query gives, as Prometheus does; a query that gives none is quiet.
    private static JsonNode RuleOf(AlertRule rule) => new JsonObject
    {
        ["uid"] = UidOf(rule.Name),
        ["title"] = rule.Name,
        ["condition"] = "C",
        ["for"] = PrometheusRules.Duration(rule.For),
        ["noDataState"] = "OK",
        ["execErrState"] = "Error",
        ["isPaused"] = false,
        ["labels"] = new JsonObject { ["severity"] = rule.Severity },
        ["annotations"] = new JsonObject
        {
            ["summary"] = rule.Summary.Replace("$value", "$values.A.Value", StringComparison.Ordinal),
            ["description"] = rule.Why,
            ["value"] = "{{ $values.A.Value }}",
            ["runbook_url"] = rule.Runbook,
        },
        ["data"] = new JsonArray(
            new JsonObject
            {
                ["refId"] = "A",
                ["relativeTimeRange"] = new JsonObject { ["from"] = 600, ["to"] = 0 },
                ["datasourceUid"] = Datasource,
                ["model"] = new JsonObject { ["refId"] = "A", ["expr"] = rule.Expr.Trim(), ["instant"] = true, ["range"] = false, ["editorMode"] = "code" },
            },
            new JsonObject
            {
                ["refId"] = "C",
                ["relativeTimeRange"] = new JsonObject { ["from"] = 600, ["to"] = 0 },
                ["datasourceUid"] = "__expr__",
                ["model"] = new JsonObject { ["refId"] = "C", ["type"] = "math", ["expression"] = "is_number($A)" },
            }),
    };

    private static JsonNode ContactPoint(string name, string url) => new JsonObject
    {
        ["orgId"] = 1,
        ["name"] = name,
        ["receivers"] = new JsonArray(new JsonObject
        {
            ["uid"] = UidOf(name),
            ["type"] = "webhook",
            ["disableResolveMessage"] = false,
            ["settings"] = new JsonObject
            {
                ["url"] = url,
                ["httpMethod"] = "POST",
                ["authorization_scheme"] = "Bearer",
                ["authorization_credentials"] = "$__file{/etc/pipeline/alerts-token}",
            },
        }),
    };

    private static string UidOf(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
