using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Host.Composition;
using Pipeline.Metering;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Tests;

/// <summary>What is made from the code is as the code would make it now.</summary>
public sealed class FilesTests
{
    public static IEnumerable<string> Files => MonitoringFiles.All.Keys;

    [TestCaseSource(nameof(Files))]
    public void A_file_of_a_monitoring_system_is_fresh(string path) => Assert.That(
        File.ReadAllText(Repository.File($"infra/{path}")), Is.EqualTo(MonitoringFiles.All[path]), "stale; make it anew: scripts/pipeline alerts --write infra");

    [Test]
    public void No_dashboard_is_left_over() => Assert.That(
        Directory.GetFiles(Repository.File("infra/grafana/dashboards")).Select(Path.GetFileName),
        Is.EquivalentTo(Files.Where(path => path.StartsWith("grafana/dashboards/", StringComparison.Ordinal)).Select(Path.GetFileName)));

    [Test]
    public void The_page_of_metrics_is_fresh()
    {
        MonitoringRegistration.MakeEveryMeter();

        Assert.That(
            File.ReadAllText(Repository.File("docs/metrics.md")), Is.EqualTo(MetricsPage.Markdown(Meters.All)), "stale; make it anew: scripts/pipeline metrics --markdown > docs/metrics.md");
    }

    [Test]
    public void The_page_of_the_pipelines_own_alerts_is_fresh() => Assert.That(
        File.ReadAllText(Repository.File("docs/runbooks/pipeline-alerts.md")), Is.EqualTo(AlertsPage.Markdown()),
        "stale; make it anew: scripts/pipeline alerts --markdown > docs/runbooks/pipeline-alerts.md");
}
