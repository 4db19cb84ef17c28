using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl worklist</c>: what needs a person, and what may safely be done next.</summary>
internal static class WorklistCommand
{
    public static Command Create(Connection connection)
    {
        var command = new TaughtCommand(
            "worklist",
            "Lists what needs a person, oldest and costliest first, each with the commands that are safe to run next.",
            "Example:\n  pipelinectl worklist");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var items = await client.GetAsync("v1/worklist", cancellationToken).ConfigureAwait(false);
            await DeadLetterCommand.WriteAsync(connection, parsed, items, found =>
            {
                var output = parsed.InvocationConfiguration.Output;
                foreach (var item in found.EnumerateArray())
                {
                    output.WriteLine(Plain.Of($"{item.Text("kind").Replace('_', ' ')} {item.Text("subject")}, {Age.Of(item)}{item.Text(", open notional ", "open_notional")}"));
                    output.WriteLine(Plain.Of($"  {item.Text("what")}"));
                    if (item.Text("runbook") is { Length: > 0 } runbook)
                    {
                        output.WriteLine(Plain.Of($"  {runbook}"));
                    }

                    foreach (var act in item.List("next_acts"))
                    {
                        output.WriteLine(Plain.Of($"    {act.Text("command"),-70} {act.Text("does")}"));
                    }
                }

                output.WriteLine(found.GetArrayLength() == 0 ? "Nothing needs a person." : IsCut(found) ? $"{found.GetArrayLength()} and more: of orders and of breaks the {Pages.Largest} oldest are listed" : $"{found.GetArrayLength()} in all");
            }).ConfigureAwait(false);
        });
        return command;
    }

    // The pipeline gathers so many of each and no more.
    private static bool IsCut(System.Text.Json.JsonElement items) =>
        items.EnumerateArray().GroupBy(item => item.Text("kind") switch
        {
            "held" or "approval" or "unresolved" or "stuck" or "stuck_cancel" or "escalated" => "order",
            var kind => kind,
        }).Any(kind => kind.Key is "order" or "break" && kind.Count() >= Pages.Largest);
}
