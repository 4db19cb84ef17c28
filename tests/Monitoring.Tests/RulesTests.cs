using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Tests;

/// <summary>The rules of Prometheus and the configuration of Alertmanager, by their own tools.</summary>
public sealed partial class RulesTests
{
    private static readonly string Tests = Repository.File("infra/prometheus/tests/alerts.test.yml");

    [Test]
    public async Task Every_rule_fires_and_stays_quiet_when_it_should()
    {
        var (exitCode, output) = await Tool.RunAsync("promtool", "test", "rules", Tests);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("SUCCESS"));
    }

    [Test]
    public void Every_alert_has_a_firing_and_a_quiet_case()
    {
        var cases = CaseName().Matches(File.ReadAllText(Tests)).Select(match => match.Value).ToHashSet();

        foreach (var rule in AlertRules.All)
        {
            Assert.That(cases, Does.Contain($"name: {rule.Name} fires").And.Contain($"name: {rule.Name} stays quiet"), rule.Name);
        }
    }

    [Test]
    public async Task Prometheus_takes_its_configuration()
    {
        var (exitCode, output) = await Tool.RunAsync("promtool", "check", "config", Repository.File("infra/prometheus/prometheus.yml"));

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("2 rule files found").And.Contain($"{AlertRules.All.Count} rules found"));
    }

    [TestCase("page", "page")]
    [TestCase("ticket", "ticket")]
    [TestCase("", "ticket")]
    public async Task Alertmanager_sends_pages_and_tickets_their_own_ways(string severity, string receiver)
    {
        var file = Repository.File("infra/alertmanager/alertmanager.yml");
        var (checkedWith, said) = await Tool.RunAsync("amtool", "check-config", file);
        var (exitCode, output) = await Tool.RunAsync("amtool", "config", "routes", "test", $"--config.file={file}", "alertname=PipelineOrderUnknown", $"severity={severity}");

        Assert.That(checkedWith, Is.Zero, said);
        Assert.That((exitCode, output.Split('\n')[0].Trim()), Is.EqualTo((0, receiver)));
    }

    [Test]
    public void What_inhibits_and_what_is_inhibited_are_alerts_that_there_are()
    {
        var text = File.ReadAllText(Repository.File("infra/alertmanager/alertmanager.yml"));
        var patterns = AlertName().Matches(text).SelectMany(match => match.Groups[1].Value.Split('|')).ToList();

        Assert.That(patterns, Has.Count.GreaterThan(8));
        Assert.That(patterns.Where(pattern => !AlertRules.All.Any(rule => Regex.IsMatch(rule.Name, $"^(?:{pattern})$"))), Is.Empty);
    }

    [GeneratedRegex(@"name: \w+ (fires|stays quiet)")]
    private static partial Regex CaseName();

    [GeneratedRegex("alertname=~?\"([^\"]+)\"")]
    private static partial Regex AlertName();
}
