using Pipeline.Host.Options;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Host.Scenarios;

/// <summary>Scenarios as files.</summary>
internal static class ScenarioFile
{
    /// <summary>Runs the scenario of a file, before a venue of the dialect where one is named.</summary>
    /// <exception cref="OptionException">
    /// The file can't be read, is not understood, or could not be run to its end; the message names it and the place.
    /// </exception>
    public static Verdict Run(string path, TextWriter? trace, VenueDialect? dialect = null)
    {
        var scenario = Read(path, dialect);
        if (scenario.Skipped is { } why)
        {
            return new Verdict { Name = scenario.Document.Name, File = path, Ok = true, Skipped = why, EndedAt = scenario.Document.Clock ?? Scenario.DefaultClock, TraceHash = "" };
        }

        try
        {
            using var run = new ScenarioRun(scenario, trace);
            return run.Run() with { File = path };
        }
        catch (Exception e)
        {
            // No scenario should be able to do this; the verdicts of the other files are worth having all the same.
            throw new OptionException($"{path}: could not be run to its end: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>Where a trace goes: to a file, or by - to standard error.</summary>
    /// <exception cref="OptionException">The file can't be written.</exception>
    public static TextWriter OpenTrace(string path, TextWriter error)
    {
        try
        {
            return path == "-" ? error : new StreamWriter(path, append: false) { NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OptionException($"--trace: {path} can't be written: {e.Message}", e);
        }
    }

    private static ReadScenario Read(string path, VenueDialect? dialect)
    {
        try
        {
            return ScenarioReader.Read(File.ReadAllText(path), ScenarioSettings.Of, dialect);
        }
        catch (Exception e) when (e is ScenarioException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{path}: {e.Message}", e);
        }
        catch (Exception e)
        {
            throw new OptionException($"{path}: could not be read: {e.GetType().Name}: {e.Message}", e);
        }
    }
}
