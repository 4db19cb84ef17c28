namespace Pipeline.Simulation.Scenarios;

/// <summary>A scenario is not understood. The message names the place in its file.</summary>
public sealed class ScenarioException : Exception
{
    public ScenarioException()
    {
    }

    public ScenarioException(string message)
        : base(message)
    {
    }

    public ScenarioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
