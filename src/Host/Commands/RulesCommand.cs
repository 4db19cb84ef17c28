using System.CommandLine;
using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Trading.Rules;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline rules</c>: what every order is judged by.</summary>
internal static class RulesCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Prints the page docs/rules.md." };
        var command = new Command("rules", "Lists every pre-trade rule with its code, meaning, inputs, limits and source, as JSON.") { markdown };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(parsed.GetValue(markdown)
            ? RulesPage.Markdown
            : JsonSerializer.Serialize(
                RuleBook.All.Select(rule => new { rule.Code, rule.Meaning, rule.Inputs, limits = rule.Limits.Select(limit => limit.Name), rule.Holds, rule.Source }), Json) + "\n"));
        return command;
    }
}
