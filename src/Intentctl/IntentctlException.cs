namespace Pipeline.Intentctl;

/// <summary>The command could not do what it was told. The report says why and what to do.</summary>
internal sealed class IntentctlException(Report report, Exception? inner = null) : Exception(report.Message, inner)
{
    public IntentctlException(ExitCode code, string message, string next, Exception? inner = null)
        : this(new Report { Code = code, Message = message, Next = next }, inner)
    {
    }

    public Report Report => report;

    /// <summary>Somebody has stopped the command.</summary>
    /// <param name="mayBeRecorded">Whether what it was sending may have been recorded; null where it was sending nothing.</param>
    public static Report Stopped(bool? mayBeRecorded) => new()
    {
        Code = ExitCode.Unavailable, Message = "The command was stopped before it had its answer", Next = Http.Refusal.Retry(null), MayBeRecorded = mayBeRecorded,
    };

    /// <summary>The command line, a file or a variable is wrong; nothing was sent.</summary>
    public static IntentctlException Usage(string message, Exception? inner = null) => new(ExitCode.Invalid, message, "Nothing was sent: mend the command.", inner);
}
