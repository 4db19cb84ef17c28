using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Host.Scenarios;
using Pipeline.Messages;
using Pipeline.Simulation.Episodes;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline simulate</c>: scenarios made by chance, by the ten thousand.</summary>
internal sealed class SimulateCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };
    private static readonly TimeSpan BetweenNews = TimeSpan.FromSeconds(5);

    private readonly Command command = new(
        "simulate",
        """
        Makes scenarios from a seed, episodes of some hundred orders at a venue that misbehaves, on processes that die, stand still,
        get messages twice and lose their broker, their store and their clock, and runs them as `pipeline scenario` does, with the
        guarantees checked after every step. The same seed gives the same run, byte for byte. Progress goes to standard error, a
        summary to standard output as JSON. When something breaks, the episode is written as a scenario file, and written again
        whenever a smaller one is found that breaks the same; `pipeline scenario` replays it.
        Exit code: 0 when everything held, 1 when something did not, 2 when the command line can't be followed.
        """);

    private readonly Option<long> seed = new("--seed") { Description = "What all chance comes from.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<long> orders = new("--orders")
    {
        Description = "How many orders must have been taken before it ends.", HelpName = "N", DefaultValueFactory = _ => 10_000,
    };

    private readonly Option<int> threads = new("--threads")
    {
        Description = "How many episodes run at the same time; it makes no difference to the result. [default: one a processor]", HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<string?> trace = new("--trace") { Description = "Writes everything that happened to this file, a line each.", HelpName = "FILE" };

    private readonly Option<string> outFile = new("--out")
    {
        Description = "The scenario file that is written when something breaks.", HelpName = "FILE", DefaultValueFactory = _ => "broken-scenario.json",
    };

    private SimulateCommand()
    {
        Option[] options = [seed, orders, threads, trace, outFile];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
    }

    public static Command Create() => new SimulateCommand().command;

    private int Run(ParseResult parsed)
    {
        var (count, workers) = (parsed.GetValue(orders), parsed.GetValue(threads));
        if (count < 1 || workers < 1)
        {
            throw new OptionException("simulate: --orders and --threads must be at least 1");
        }

        var file = new BrokenScenarioFile(parsed.GetValue(outFile)!);
        file.ThrowIfNotWritable();
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        using var writer = parsed.GetValue(trace) is { } path ? ScenarioFile.OpenTrace(path, error) : null;
        var run = new SimulationRun(parsed.GetValue(seed), count, workers, ScenarioSettings.Of);
        var news = new News(error);
        run.Advanced += sofar => news.Tell($"{sofar.Orders} orders in {sofar.Episodes} episodes, {sofar.Crashes} crashes, {sofar.VenueCalls} calls of the venue");
        var summary = run.Run(writer);
        writer?.Flush();
        if (summary.Failure is { } failure)
        {
            error.WriteLine($"Seed {failure.Seed} (episode {failure.Episode}) breaks {failure.Broken.What}: expected {failure.Broken.Expected}; found {failure.Broken.Found}");
            Shrink(run, failure, file, error, news.Tell);
            summary = summary with { Failure = failure with { File = file.IsWritten ? file.Path : null } };
        }

        news.Close();

        output.WriteLine(JsonSerializer.Serialize(summary, Json));
        return summary.Failure is null ? 0 : 1;
    }

    // Whoever interrupts the search has the smallest scenario that was found until then.
    internal static void Shrink(SimulationRun run, EpisodeFailure failure, BrokenScenarioFile file, TextWriter error, Action<string> tell)
    {
        ScenarioSize? last = null;
        error.WriteLine("Looking for ever smaller scenarios that break the same");
        try
        {
            var repeats = run.Shrink(failure, (scenario, size) =>
            {
                file.Write(scenario);
                last = size;
                tell($"{file.Path}: {size}");
            });
            error.WriteLine(repeats
                ? $"{file.Path}: {last}"
                : $"{file.Path}: {last}, the whole episode. It does not break when it is run again, so something in it hangs on this machine's clock or load: that is a defect, too");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The summary has the seed, from which the same is found again.
            error.WriteLine($"{file.Path} can't be written: {e.Message}. {(last is null ? "No scenario was kept" : $"What was written last stands in it: {last}")}");
        }
    }

    /// <summary>Progress on standard error, every few seconds, with the seconds of the machine's clock.</summary>
    private sealed class News(TextWriter error)
    {
        private readonly long started = TimeProvider.System.GetTimestamp();
        private TimeSpan told;

        public void Tell(string what)
        {
            if (Elapsed - told >= BetweenNews)
            {
                told = Elapsed;
                error.WriteLine($"{told.TotalSeconds,6:0} s  {what}");
            }
        }

        public void Close() => error.WriteLine($"{Elapsed.TotalSeconds,6:0.0} s");

        private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(started);
    }
}
