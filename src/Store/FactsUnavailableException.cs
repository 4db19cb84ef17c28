namespace Pipeline.Store;

/// <summary>A fact that a decision needs is not there yet, for example the account's state just after the start. It will come; the message waits.</summary>
public sealed class FactsUnavailableException : Exception
{
    public FactsUnavailableException()
    {
    }

    public FactsUnavailableException(string message)
        : base(message)
    {
    }

    public FactsUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
