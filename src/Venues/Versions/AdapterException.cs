namespace Pipeline.Venues.Versions;

/// <summary>An adapter can't be loaded; the message says which, why, and what to do.</summary>
public sealed class AdapterException : Exception
{
    public AdapterException()
    {
    }

    public AdapterException(string message)
        : base(message)
    {
    }

    public AdapterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
