using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Monitoring.Rules;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;

namespace Pipeline.Monitoring.Tests;

/// <summary>Whoever is woken finds a runbook, and its commands are ones that there are.</summary>
public sealed partial class RunbookTests
{
    private static readonly string[] Sections = ["Meaning", "Impact", "First look", "Safe acts", "What not to do"];

    public static IEnumerable<string> Names => AlertRules.All.Select(rule => rule.Name);

    public static IEnumerable<string> Pages => Directory.GetFiles(Repository.File("docs/runbooks"), "*.md").Select(path => Path.GetFileName(path)!);

    [TestCaseSource(nameof(Names))]
    public void An_alert_of_the_monitoring_system_has_a_whole_runbook(string name)
    {
        var text = File.ReadAllText(Repository.File(AlertRules.Find(name)!.Runbook));

        Assert.That(text, Does.StartWith($"# {name}\n"));
        Assert.That(Heading().Matches(text).Select(match => match.Groups[1].Value), Is.EqualTo(Sections));
        Assert.That(Heading().Split(text).Skip(1).Where((_, nth) => nth % 2 == 1), Has.All.Matches<string>(section => section!.Trim().Length > 20), "a section says nothing");
    }

    [Test]
    public void No_runbook_is_of_an_alert_that_there_is_not() => Assert.That(Pages, Is.EquivalentTo(Names.Select(name => $"{name}.md").Append("pipeline-alerts.md")));

    [Test]
    public void Every_alert_of_the_pipeline_has_its_guide_and_no_guide_is_left_over() =>
        Assert.That(AlertGuide.All.Select(guide => guide.Code), Is.EquivalentTo(Alert.All.Select(alert => alert.Code)));

    [TestCaseSource(nameof(Pages))]
    public void Its_commands_are_understood(string page)
    {
        var text = File.ReadAllText(Repository.File($"docs/runbooks/{page}"));
        var commands = Span().Matches(text).Select(match => match.Groups[1].Value).Concat(Block().Matches(text).SelectMany(match => match.Groups[1].Value.Split('\n'))).ToList();
        var ctl = commands.Where(command => command.StartsWith("pipelinectl ", StringComparison.Ordinal)).ToList();

        foreach (var command in ctl)
        {
            var parsed = Pipelinectl.Cli.Create().Parse(Arguments(command["pipelinectl ".Length..]));
            Assert.That(parsed.Errors.Select(error => error.Message), Is.Empty, command);
        }

        foreach (var script in commands.Where(command => command.StartsWith("scripts/", StringComparison.Ordinal)))
        {
            Assert.That(Repository.File(script.Split(' ')[0]), Does.Exist, script);
        }

        foreach (var command in commands.Where(command => command.StartsWith("scripts/pipeline ", StringComparison.Ordinal)))
        {
            var parsed = Host.Commands.PipelineCommand.Create().Parse(Arguments(command["scripts/pipeline ".Length..]));
            Assert.That(parsed.Errors.Select(error => error.Message), Is.Empty, command);
            Assert.That(command, Does.Contain(" --data DATA").Or.EndsWith(" --help").Or.Matches<string>(_ => parsed.CommandResult.Command.Options.All(option => option.Name != "--data")), "it is the store of another folder");
        }

        Assert.That(commands.Where(command => FirstWord().IsMatch(command)), Is.Not.Empty, "it has no command at all");
    }

    // IDs are numbers in some commands, and the words of the runbook stand for either.
    private static string[] Arguments(string line) =>
        [.. Word().Matches(line).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Value).Select(word => word is "ID" ? "17" : word is "SCOPE" ? "all" : word)];

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex Span();

    [GeneratedRegex("```\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"([^\"]*)\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("^(pipelinectl|scripts/|curl )")]
    private static partial Regex FirstWord();
}
