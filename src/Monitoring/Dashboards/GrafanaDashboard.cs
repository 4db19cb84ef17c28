using System.Text.Json.Nodes;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Dashboards;

/// <summary>A dashboard as Grafana reads it.</summary>
public static class GrafanaDashboard
{
    private const int Columns = 24;
    private const int Height = 8;

    /// <summary>
    /// When something was halted, and when a process began: what one looks for first in any picture. A process is told by its own start, since of one that
    /// was away for long no change is seen; within a minute it answers, or something else tells of it.
    /// </summary>
    internal static IReadOnlyList<(string Name, string Color, string Expr)> Annotations { get; } =
    [
        ("Halts", "red", "changes(max(pipeline_halts_in_force)[1m:5s]) > 0"),
        ("Deploys", "blue", """max by (instance) (process_start_time_seconds{job="pipeline"}) > time() - 60"""),
    ];

    public static JsonObject Of(Dashboard dashboard) => new()
    {
        ["uid"] = dashboard.Uid,
        ["title"] = dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray("pipeline"),
        ["schemaVersion"] = 39,
        ["version"] = 1,
        ["editable"] = false,
        ["graphTooltip"] = 1,
        ["refresh"] = "10s",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["timezone"] = "utc",
        ["annotations"] = new JsonObject { ["list"] = new JsonArray([.. Annotations.Select(one => AnnotationOf(one.Name, one.Color, one.Expr))]) },
        ["links"] = new JsonArray(new JsonObject { ["title"] = "Pipeline", ["type"] = "dashboards", ["tags"] = new JsonArray("pipeline"), ["asDropdown"] = true }),
        ["panels"] = new JsonArray([.. Placed(dashboard.Panels)]),
    };

    private static IEnumerable<JsonNode> Placed(IReadOnlyList<Panel> panels)
    {
        var (x, y, id) = (0, 0, 1);
        foreach (var panel in panels)
        {
            if (x + panel.Width > Columns)
            {
                (x, y) = (0, y + Height);
            }

            yield return PanelOf(panel, id++, x, y);
            x += panel.Width;
        }
    }

    private static JsonObject PanelOf(Panel panel, int id, int x, int y) => new()
    {
        ["id"] = id,
        ["type"] = panel.Type,
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["datasource"] = Datasource(),
        ["gridPos"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = panel.Width, ["h"] = Height },
        ["fieldConfig"] = new JsonObject
        {
            ["defaults"] = new JsonObject { ["unit"] = panel.Unit, ["min"] = panel.Min, ["thresholds"] = Thresholds(panel), ["custom"] = Custom(panel) },
            ["overrides"] = new JsonArray(),
        },
        ["options"] = panel.Type == "timeseries"
            ? new JsonObject { ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true }, ["tooltip"] = new JsonObject { ["mode"] = "multi" } }
            : new JsonObject(),
        ["targets"] = new JsonArray([.. panel.Queries.Select((query, nth) => new JsonObject
        {
            ["refId"] = ((char)('A' + nth)).ToString(),
            ["datasource"] = Datasource(),
            ["expr"] = query.Expr,
            ["legendFormat"] = query.Legend,
            ["instant"] = panel.Type == "table",
            ["range"] = panel.Type != "table",
            ["format"] = panel.Type == "table" ? "table" : "time_series",
        })]),
    };

    private static JsonObject Custom(Panel panel) => panel is { Type: "timeseries", Threshold: not null }
        ? new JsonObject { ["thresholdsStyle"] = new JsonObject { ["mode"] = "line" } }
        : [];

    private static JsonObject Thresholds(Panel panel)
    {
        var steps = new JsonArray(new JsonObject { ["color"] = "green", ["value"] = null });
        if (panel.Threshold is { } bad)
        {
            steps.Add(new JsonObject { ["color"] = "red", ["value"] = bad });
        }

        return new JsonObject { ["mode"] = "absolute", ["steps"] = steps };
    }

    private static JsonNode AnnotationOf(string name, string color, string expr) => new JsonObject
    {
        ["name"] = name,
        ["enable"] = true,
        ["iconColor"] = color,
        ["datasource"] = Datasource(),
        ["expr"] = expr,
        ["step"] = "15s",
        ["titleFormat"] = name,
    };

    private static JsonObject Datasource() => new() { ["type"] = "prometheus", ["uid"] = GrafanaAlerts.Datasource };
}
