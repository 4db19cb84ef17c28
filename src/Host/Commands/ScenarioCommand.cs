using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Host.Scenarios;
using Pipeline.Messages;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline scenario</c>: runs scenario files against the real stages on virtual time.</summary>
internal sealed class ScenarioCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    private readonly Command command = new(
        "scenario",
        """
        Runs scenario files: what agents send, what the venue does wrong, crashes, restarts, redeliveries, steps of the clock and
        operators' acts, in the order and at the times that the file says, against the real stages and the real adapter over a
        simulated venue, Alpaca's or Binance's, on virtual time. The same file gives the same run. The guarantees are checked after every step, the
        expectations of the file at their times. Prints a verdict of each file as JSON: the first thing that was not as expected,
        what was found instead, and that order's timeline. docs/scenarios.md teaches the format.
        Exit code: 0 when everything held in every file, 1 when something did not, 2 when a file is not understood: standard error
        says why, and only the other files have verdicts.
        """);

    private readonly Argument<string[]> files = new("files") { Description = "Scenario files (JSON).", HelpName = "FILE", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<string?> trace = new("--trace")
    {
        Description = "Writes everything that happened to this file, a line each; - is standard error.", HelpName = "FILE",
    };

    private readonly Option<VenueDialect?> dialect = new("--dialect")
    {
        Description = "Puts every scenario before a venue that speaks so: alpaca or binance. [default: as the file says, else alpaca]",
    };

    private readonly Option<bool> table = new("--table") { Description = "Prints a line for each scenario instead of JSON." };

    private readonly Option<bool> schema = new("--schema") { Description = "Prints the JSON Schema of scenario files, and runs nothing." };

    private ScenarioCommand()
    {
        command.Arguments.Add(files);
        command.Options.Add(trace);
        command.Options.Add(dialect);
        command.Options.Add(table);
        command.Options.Add(schema);
        command.SetAction(Run);
    }

    public static Command Create() => new ScenarioCommand().command;

    private int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(schema))
        {
            output.WriteLine(ScenarioSchema.Json);
            return 0;
        }

        if (parsed.GetValue(files) is not { Length: > 0 } paths)
        {
            throw new OptionException("scenario: name one or more files; `pipeline scenario --help` says what they hold");
        }

        using var writer = parsed.GetValue(trace) is { } traceFile ? ScenarioFile.OpenTrace(traceFile, parsed.InvocationConfiguration.Error) : null;
        var verdicts = paths.Select(path => TryRun(path, writer, parsed.GetValue(dialect), parsed.InvocationConfiguration.Error)).OfType<Verdict>().ToList();
        writer?.Flush();
        if (parsed.GetValue(table) && verdicts.Count > 0)
        {
            ScenarioTable.Write(output, verdicts);
        }
        else if (verdicts.Count > 0)
        {
            output.WriteLine(JsonSerializer.Serialize(verdicts, Json));
        }

        return verdicts.Count < paths.Length ? 2 : verdicts.TrueForAll(verdict => verdict.Ok) ? 0 : 1;
    }

    // A file that is not understood must not take the verdicts of the others with it.
    private static Verdict? TryRun(string path, TextWriter? trace, VenueDialect? dialect, TextWriter error)
    {
        try
        {
            return ScenarioFile.Run(path, trace, dialect);
        }
        catch (OptionException e)
        {
            error.WriteLine($"pipeline: {e.Message}");
            return null;
        }
    }
}
