using System.Text.Json.Nodes;
using NUnit.Framework;
using Pipeline.Monitoring.Dashboards;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Tests;

/// <summary>Every panel says what it shows, in which unit, and which line is which.</summary>
public sealed class DashboardLintTests
{
    public static IEnumerable<Dashboard> Dashboards => AllDashboards.All;

    [TestCaseSource(nameof(Dashboards))]
    public void Its_panels_say_what_they_show(Dashboard dashboard)
    {
        var made = GrafanaDashboard.Of(dashboard);

        Assert.That(dashboard.Uid, Does.Match("^[a-z-]{1,40}$"));
        Assert.That(dashboard.Panels.Select(panel => panel.Title), Is.Unique);
        foreach (var panel in made["panels"]!.AsArray().Select(panel => panel!.AsObject()))
        {
            var title = (string?)panel["title"];
            Assert.That(new[] { title, (string?)panel["description"], (string?)panel["fieldConfig"]!["defaults"]!["unit"] }, Has.None.Null.And.None.Empty, title);
            Assert.That(panel["targets"]!.AsArray(), Is.Not.Empty, title);
            Assert.That(panel["targets"]!.AsArray().Select(target => (string?)target!["legendFormat"]), Has.None.Null.And.None.Empty, title);
            Assert.That(panel["targets"]!.AsArray().Select(target => (string?)target!["refId"]), Is.Unique);
            Assert.That(Is24Wide(panel), title);
        }

        Assert.That(made["annotations"]!["list"]!.AsArray().Select(one => (string?)one!["name"]), Is.EqualTo(new[] { "Halts", "Deploys" }));
    }

    [Test]
    public void Panels_do_not_lie_on_each_other()
    {
        foreach (var dashboard in Dashboards)
        {
            var cells = GrafanaDashboard.Of(dashboard)["panels"]!.AsArray().Select(panel => panel!["gridPos"]!).SelectMany(Cells).ToList();
            Assert.That(cells, Is.Unique, dashboard.Uid);
        }
    }

    [Test]
    public void What_may_be_less_than_nothing_is_drawn_below_it()
    {
        var panels = Dashboards.SelectMany(dashboard => GrafanaDashboard.Of(dashboard)["panels"]!.AsArray());

        Assert.That(
            panels.Where(panel => panel!["fieldConfig"]!["defaults"]!["min"] is null).Select(panel => (string?)panel!["title"]), Is.EquivalentTo(new[] { "Exposure", "Slippage, median" }));
    }

    [Test]
    public void Grafana_has_the_same_rules_on_rejects_and_latency_as_Prometheus()
    {
        var rules = GrafanaAlerts.Rules()["groups"]![0]!["rules"]!.AsArray();

        Assert.That(
            rules.Select(rule => (string?)rule!["title"]),
            Is.EqualTo(new[] { "PipelineRejectRate", "PipelineRejectSpike", "PipelineDenialRate", "PipelineAckLatency", "PipelineFillLatency" }));
        foreach (var rule in rules)
        {
            var source = AlertRules.Find((string)rule!["title"]!)!;
            Assert.That((string?)rule["data"]![0]!["model"]!["expr"], Is.EqualTo(source.Expr.Trim()));
            Assert.That((string?)rule["labels"]!["severity"], Is.EqualTo(source.Severity));
        }

        var receivers = GrafanaAlerts.ContactPoints()["contactPoints"]!.AsArray().Select(point => (string?)point!["name"]).ToList();
        Assert.That((string?)GrafanaAlerts.Policies()["policies"]![0]!["receiver"], Is.AnyOf([.. receivers]));
        Assert.That((string?)GrafanaAlerts.Policies()["policies"]![0]!["routes"]![0]!["receiver"], Is.AnyOf([.. receivers]));
    }

    private static bool Is24Wide(JsonObject panel) => (int)panel["gridPos"]!["x"]! + (int)panel["gridPos"]!["w"]! <= 24;

    private static IEnumerable<(int, int)> Cells(JsonNode at) =>
        from x in Enumerable.Range((int)at["x"]!, (int)at["w"]!) from y in Enumerable.Range((int)at["y"]!, (int)at["h"]!) select (x, y);
}
