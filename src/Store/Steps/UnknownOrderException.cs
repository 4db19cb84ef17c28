namespace Pipeline.Store.Steps;

/// <summary>A message speaks of an order that this store has never recorded. Retrying can't help; a person must look.</summary>
public sealed class UnknownOrderException : Exception
{
    public UnknownOrderException()
    {
    }

    public UnknownOrderException(string clOrdId)
        : base($"The store has no order {clOrdId}")
    {
    }

    public UnknownOrderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
