namespace Pipeline.Simulation.Processes;

/// <summary>Ends what a process was doing when it was killed. Nothing that it still does reaches anything outside it.</summary>
internal sealed class ProcessDiedException : Exception
{
    public ProcessDiedException()
    {
    }

    public ProcessDiedException(string message)
        : base(message)
    {
    }

    public ProcessDiedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
