namespace Pipeline.Store;

/// <summary>The store can't be used now; the same call may work later. Whoever consumes a message holds it meanwhile.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
