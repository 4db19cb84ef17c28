using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Store.Steps;

namespace Pipeline.Monitoring.Tests;

/// <summary>Which alert keeps which other back, by the labels of both, as Alertmanager reads its file.</summary>
public sealed partial class InhibitTests
{
    private static readonly string Text = File.ReadAllText(Repository.File("infra/alertmanager/alertmanager.yml"));

    private static readonly IReadOnlyList<Rule> Rules = [.. RuleText().Matches(Text).Select(match => new Rule(
        Matcher.All(match.Groups["source"].Value), Matcher.All(match.Groups["target"].Value), match.Groups["equal"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)))];

    public static IEnumerable<string> Workers => [.. Stages.All, Stages.Operator, Stages.Notices];

    [Test]
    public void Every_rule_is_read()
    {
        Assert.That(Rules, Has.Count.EqualTo(Regex.Count(Text, "source_matchers:")).And.Count.GreaterThan(8));
        Assert.That(Rules.Count(rule => rule.Equal.Count > 0), Is.EqualTo(Regex.Count(Text, "equal:")));
        Assert.That(Rules, Has.All.Matches<Rule>(rule => rule is { Source.Count: > 0, Target.Count: > 0 }));
    }

    [TestCaseSource(nameof(Workers))]
    public void Without_a_broker_the_silence_of_those_who_read_its_queues_is_no_news_and_that_of_others_is(string worker) => Assert.That(
        IsKeptBack(Silent(worker, "a"), by: Alert("PipelineBrokerDown")), Is.EqualTo(QueueNames.All.Contains(worker)));

    [TestCase("a", true)]
    [TestCase("b", false)]
    public void A_process_without_its_store_keeps_back_what_follows_of_it_and_of_no_other_process(string instance, bool isKeptBack)
    {
        var source = Alert("PipelineNotReady", ("check", "store"), ("instance", "a"));

        Assert.That(Workers.Select(worker => IsKeptBack(Silent(worker, instance), by: source)), Is.All.EqualTo(isKeptBack));
        Assert.That(IsKeptBack(Alert("PipelineFiguresStale", ("instance", instance)), by: source), Is.EqualTo(isKeptBack));
    }

    [Test]
    public void A_process_that_lacks_something_else_keeps_back_nothing() => Assert.That(
        Workers.Any(worker => IsKeptBack(Silent(worker, "a"), by: Alert("PipelineNotReady", ("check", "bus"), ("instance", "a")))), Is.False);

    [Test]
    public void Without_a_broker_its_queues_have_no_consumers_and_nothing_is_confirmed() => Assert.That(
        new[]
        {
            IsKeptBack(Alert("PipelineNoConsumer", ("queue", "session")), by: Alert("PipelineBrokerDown")),
            IsKeptBack(Alert("PipelineNotReady", ("check", "bus"), ("instance", "a")), by: Alert("PipelineBrokerDown")),
            IsKeptBack(Alert("PipelineNotReady", ("check", "store"), ("instance", "a")), by: Alert("PipelineBrokerDown")),
        },
        Is.EqualTo(new[] { true, true, false }));

    private static Dictionary<string, string> Silent(string worker, string instance) => Alert("PipelineWorkerHeartbeatMissing", ("worker", worker), ("instance", instance));

    private static Dictionary<string, string> Alert(string name, params (string Name, string Value)[] labels) => labels.Append(("alertname", name)).ToDictionary();

    private static bool IsKeptBack(Dictionary<string, string> target, Dictionary<string, string> by) => Rules.Any(rule =>
        rule.Source.All(matcher => matcher.Takes(by)) && rule.Target.All(matcher => matcher.Takes(target)) && rule.Equal.All(label => by.GetValueOrDefault(label, "") == target.GetValueOrDefault(label, "")));

    [GeneratedRegex(@"- source_matchers: \[(?<source>.*)\]\n +target_matchers: \[(?<target>.*)\]\n(?: +equal: \[(?<equal>.*)\]\n)?")]
    private static partial Regex RuleText();

    [GeneratedRegex("'(?<label>\\w+)(?<by>=~|=)\"(?<value>[^\"]*)\"'")]
    private static partial Regex MatcherText();

    private sealed record Rule(IReadOnlyList<Matcher> Source, IReadOnlyList<Matcher> Target, IReadOnlyList<string> Equal);

    private sealed record Matcher(string Label, string Pattern)
    {
        public static IReadOnlyList<Matcher> All(string text) => [.. MatcherText().Matches(text).Select(match => new Matcher(
            match.Groups["label"].Value, match.Groups["by"].Value == "=" ? Regex.Escape(match.Groups["value"].Value) : match.Groups["value"].Value))];

        // Alertmanager's patterns are of the whole value, and a label that is not there is an empty one.
        public bool Takes(Dictionary<string, string> alert) => Regex.IsMatch(alert.GetValueOrDefault(Label, ""), $"^(?:{Pattern})$");
    }
}
