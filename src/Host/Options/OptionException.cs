namespace Pipeline.Host.Options;

/// <summary>The start can't go on with these settings. The message says which and why.</summary>
public sealed class OptionException : Exception
{
    public OptionException()
    {
    }

    public OptionException(string message)
        : base(message)
    {
    }

    public OptionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
