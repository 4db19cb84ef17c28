namespace Pipeline.Intentctl;

/// <summary>The command could not do what it was told. The message says why and what to do.</summary>
internal sealed class IntentctlException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode => exitCode;
}

/// <summary>How the program ends. Its help lists them; agents rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Done, or every line would go on.</summary>
    Done = 0,

    /// <summary>The command line is not understood.</summary>
    Usage = 1,

    /// <summary>The pipeline is not reachable, or can't answer now.</summary>
    Unreachable = 2,

    /// <summary>Some line would not go on.</summary>
    WouldNotGoOn = 5,

    /// <summary>The pipeline does not take the document.</summary>
    BadRequest = 6,
}
