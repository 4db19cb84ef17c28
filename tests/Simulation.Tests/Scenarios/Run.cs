using System.CommandLine;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>Runs scenarios as the command does.</summary>
internal static class Run
{
    public static ReadScenario Read(string json, VenueDialect? dialect = null) => ScenarioReader.Read(json, ScenarioSettings.Of, dialect);

    public static Verdict Of(string json, TextWriter? trace = null)
    {
        using var run = new ScenarioRun(Read(json), trace);
        return run.Run();
    }

    /// <summary>Runs a command of the program; what it refuses is its exception's message and the exit code 2.</summary>
    public static (int ExitCode, string Output, string Error) Command(Command command, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error };
        try
        {
            var exitCode = command.Parse(arguments).Invoke(configuration);
            return (exitCode, output.ToString(), error.ToString());
        }
        catch (OptionException e)
        {
            return (2, output.ToString(), e.Message);
        }
    }

    public static (int ExitCode, string Output, string Error) Scenario(params string[] arguments) => Command(ScenarioCommand.Create(), arguments);
}
