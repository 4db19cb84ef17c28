namespace Pipeline.Venues.Kit;

/// <summary>A request was withheld before its first byte; the message says why.</summary>
public sealed class WithheldException : Exception
{
    /// <summary>Says nothing of the reason.</summary>
    public WithheldException()
    {
    }

    /// <summary>With the reason: an upper-case code.</summary>
    public WithheldException(string reason)
        : base(reason)
    {
    }

    /// <summary>With the reason and what led to it.</summary>
    public WithheldException(string reason, Exception innerException)
        : base(reason, innerException)
    {
    }
}
