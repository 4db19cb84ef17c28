using Pipeline.Host.Options;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Host.Scenarios;

/// <summary>Scenarios as files.</summary>
internal static class ScenarioFile
{
    /// <exception cref="OptionException">The file can't be read, or is not understood; the message names it and the place.</exception>
    public static ReadScenario Read(string path)
    {
        try
        {
            return ScenarioReader.Read(File.ReadAllText(path), ScenarioSettings.Of);
        }
        catch (Exception e) when (e is ScenarioException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Where a trace goes: to a file, or by - to standard error.</summary>
    public static TextWriter OpenTrace(string path, TextWriter error) => path == "-" ? error : new StreamWriter(path, append: false) { NewLine = "\n" };
}
