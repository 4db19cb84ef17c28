using System.CommandLine;
using Pipeline.Simulation.Fuzzing;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline fuzz</c>: spoiled intents against the strict parser, each answer judged by another reader.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "The same seed, the same documents.", DefaultValueFactory = _ => 1 };
        var documents = new Option<int>("--documents") { Description = "How many.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("fuzz", "Sends spoiled intents to the strict parser: none may crash it, be taken for something else, or be refused without place and reason.") { seed, documents };
        command.SetAction(parsed =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var result = IntentFuzz.Run(parsed.GetValue(seed), parsed.GetValue(documents));
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{result.Documents} documents of seed {result.Seed} in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s: {result.Accepted} taken, {result.Documents - result.Accepted} refused, {result.Faults.Count} wrong answers");
            output.WriteLine("refused for: " + string.Join(", ", result.Refused.Select(code => $"{code.Key} {code.Value}")));
            foreach (var fault in result.Faults)
            {
                output.WriteLine(fault);
            }

            return result.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
