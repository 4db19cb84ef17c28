namespace Pipeline.Pipelinectl;

/// <summary>The command could not do what it was told. The message says why and what to do.</summary>
internal sealed class CtlException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode => exitCode;
}

/// <summary>How the program ends. The help of the program lists them; scripts rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The command line is not understood.</summary>
    Usage = 1,

    /// <summary>The pipeline is not reachable, or can't answer now.</summary>
    Unreachable = 2,

    /// <summary>The pipeline does not know who acts, or nobody may.</summary>
    NotAllowed = 3,

    /// <summary>There is no such order or halt.</summary>
    NotFound = 4,

    /// <summary>The act does not fit the state of things.</summary>
    DoesNotFit = 5,

    /// <summary>The pipeline does not understand the request.</summary>
    BadRequest = 6,

    /// <summary>What was replayed failed again, or its run stands still and waits for a person.</summary>
    FailedAgain = 7,

    /// <summary>Whoever called has stopped it (Ctrl+C, SIGTERM), as shells have it.</summary>
    Stopped = 130,
}
