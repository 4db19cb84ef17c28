namespace Pipeline.Trading.Reconciliation;

/// <summary>
/// What is missing at a venue that by its own terms may be a fee which it has taken and lists later. It is no break until it can't be one any
/// more: nothing is booked for it, and what the ledger says stays as it is.
/// </summary>
public sealed record AwaitedFee
{
    /// <summary>The pair of whose coins it is missing; null of money.</summary>
    public string? Symbol { get; init; }

    /// <summary>In what: the coin, or money.</summary>
    public required string Currency { get; init; }

    /// <summary>How much is missing.</summary>
    public required decimal Amount { get; init; }

    /// <summary>How much the venue may have taken: with more missing it is a break.</summary>
    public required decimal Most { get; init; }

    /// <summary>When it is a break, unless the venue lists it before.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What an amount that is missing may be.</summary>
    /// <returns>Null when nothing is missing, or more than the allowance.</returns>
    public static AwaitedFee? Of(string? symbol, string currency, decimal missing, FeeAllowance allowance) =>
        missing > 0 && allowance.UntilOf(missing) is { } until
            ? new AwaitedFee { Symbol = symbol, Currency = currency, Amount = missing, Most = allowance.Most, Until = until }
            : null;
}
