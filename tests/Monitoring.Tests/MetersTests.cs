using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Metering;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Dashboards;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Paper;

namespace Pipeline.Monitoring.Tests;

/// <summary>Metrics keep to their conventions.</summary>
public sealed partial class MetersTests
{
    private static readonly string[] OpenLabels = ["venue", "account", "worker", "version", "target", "limit", "interval"];

    [OneTimeSetUp]
    public void Make() => MonitoringRegistration.MakeEveryMeter();

    [Test]
    public void Names_units_and_types_go_together() => Assert.Multiple(() =>
    {
        Assert.That(Meters.All, Has.Count.GreaterThan(40));
        foreach (var meter in Meters.All)
        {
            Assert.That(meter.Name, Does.Match("^pipeline_[a-z0-9_]+$").And.Not.Contain("_ms").And.Not.Contain("millis"), meter.Name);
            Assert.That(meter.Name.EndsWith("_total", StringComparison.Ordinal), Is.EqualTo(meter.Kind == MeterKind.Counter), $"{meter.Name}: counters and only counters end in _total");
            Assert.That(meter.Unit == "seconds", Is.EqualTo(meter.Name.EndsWith("_seconds", StringComparison.Ordinal)), $"{meter.Name} is in {meter.Unit}");
            Assert.That((meter.Unit, meter.Meaning), Is.Not.EqualTo(("", "")));
            Assert.That(meter.Meaning, Does.EndWith("."), meter.Name);
        }
    });

    [Test]
    public void No_label_is_an_orders_key_or_somebodys_words() => Assert.Multiple(() =>
    {
        foreach (var (meter, label) in Meters.All.SelectMany(meter => meter.Labels.Select(label => (meter, label))))
        {
            Assert.That(label.Name, Does.Not.Match("id$|key|order|intent|symbol|strategy|reason_text|detail|text|message"), meter.Name);
            Assert.That(label.Values.Count > 0 || OpenLabels.Contains(label.Name), $"{meter.Name}: the values of {label.Name} are not listed, and it is none of those few that the running process knows");
            Assert.That(label.Values.Count, Is.LessThanOrEqualTo(100), meter.Name);
        }
    });

    [Test]
    public async Task Every_series_of_a_closed_label_is_there_before_anything_happens()
    {
        using var stream = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(stream);
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n').ToHashSet();

        foreach (var meter in Meters.All.Where(meter => meter.Kind == MeterKind.Counter && meter.Labels.All(label => label.Values.Count > 0)))
        {
            var first = meter.Labels.Count == 0 ? "" : $"{{{string.Join(',', meter.Labels.Select(label => $"{label.Name}=\"{label.Values[0]}\""))}}}";
            Assert.That(lines.Any(line => line.StartsWith($"{meter.Name}{first} ", StringComparison.Ordinal)), $"{meter.Name}{first}");
        }
    }

    [Test]
    public void Whatever_code_a_venue_of_ours_rejects_under_is_counted_by_its_name() =>
        Assert.That(RejectionCodes.All, Is.EquivalentTo([RejectionCodes.ByReport, .. RejectCodes.All, .. PaperRejectCodes.All]));

    [TestCase("pipeline_denials_total")]
    [TestCase("pipeline_validation_denied_total")]
    public void An_order_that_is_denied_since_the_venue_is_down_is_counted_under_that_code(string counter) =>
        Assert.That(Meters.All.Single(meter => meter.Name == counter).Labels.Single(label => label.Name == "code").ValueOf("VENUE_DOWN"), Is.EqualTo("VENUE_DOWN"));

    [TestCase("pipeline_call_to_ack_seconds", 2)]
    [TestCase("pipeline_ack_to_first_fill_seconds", 5)]
    [TestCase("pipeline_intake_to_venue_seconds", 1)]
    public void The_threshold_of_an_alert_is_an_edge(string histogram, double threshold)
    {
        Assert.That(Meters.All.Single(meter => meter.Name == histogram).Edges, Does.Contain(threshold));
        Assert.That(
            AlertRules.All.Select(rule => rule.Expr).Concat(Objective.All.Select(objective => objective.Errors)),
            Has.Some.Match($"{histogram}_bucket(?s).*({threshold}|le=~\"{threshold}\\|)"), "the alert has another threshold");
    }

    [Test]
    public void Rules_and_panels_speak_of_metrics_and_label_values_that_there_are()
    {
        var meters = Meters.All.ToDictionary(meter => meter.Name);
        var exprs = AlertRules.All.Select(rule => (rule.Name, rule.Expr))
            .Concat(AllDashboards.All.SelectMany(dashboard => dashboard.Panels.SelectMany(panel => panel.Queries.Select(query => (panel.Title, query.Expr)))))
            .Concat(Objective.All.SelectMany(objective => objective.Recorded.Select(rule => (objective.Name, rule.Expr))));
        Assert.Multiple(() =>
        {
            foreach (var (name, expr) in exprs)
            {
                foreach (Match used in Used().Matches(expr))
                {
                    var metric = BucketSuffix().Replace(used.Groups[1].Value, "");
                    Assert.That(meters.ContainsKey(metric), $"{name}: there is no {metric}");
                    foreach (Match matcher in Matcher().Matches(used.Groups[2].Value).Where(matcher => matcher.Groups[1].Value != "le" && meters.ContainsKey(metric)))
                    {
                        var label = meters[metric].Labels.SingleOrDefault(label => label.Name == matcher.Groups[1].Value);
                        Assert.That(label, Is.Not.Null, $"{name}: {metric} has no label {matcher.Groups[1].Value}");
                        Assert.That(matcher.Groups[2].Value.Split('|').Where(value => label!.Values.Count > 0 && !label.Values.Contains(value)), Is.Empty, $"{name}: {metric}");
                    }
                }
            }
        });
    }

    [GeneratedRegex("(?<![a-z_:])(pipeline_[a-z0-9_]+)(\\{[^}]*\\})?")]
    private static partial Regex Used();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex BucketSuffix();

    [GeneratedRegex("([a-z_]+)=~?\"([^\"]*)\"")]
    private static partial Regex Matcher();
}
