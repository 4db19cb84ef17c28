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

    /// <param name="code">What is waited for.</param>
    /// <param name="detail">The same in full.</param>
    public FactsUnavailableException(string code, string detail)
        : base($"{code}: {detail}") => (Code, Detail) = (code, detail);

    /// <summary>What is waited for, stable, where the order's story has to tell it; null where all orders wait alike, as after a restore.</summary>
    public string? Code { get; }

    /// <summary>The same in full, <c>key=value, ...</c>.</summary>
    public string? Detail { get; }

    /// <summary>Whether only orders in some symbol lack it: those in others are not to wait behind them.</summary>
    public bool IsOfSymbol { get; init; }

    /// <summary>Where it is missing what a venue asks of the orders in a symbol: which, so that somebody asks.</summary>
    public (string Venue, string Symbol)? Instrument { get; init; }
}
