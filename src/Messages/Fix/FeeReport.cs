namespace Pipeline.Messages.Fix;

/// <summary>
/// What a venue has taken from an account, or given back, by an entry of its own: no execution states it. Reports come twice, late and
/// out of order; whoever books one must not care.
/// </summary>
public sealed record FeeReport
{
    /// <summary>The adapter that reported, for example <c>alpaca</c>.</summary>
    public required string Venue { get; init; }

    /// <summary>The account at the venue.</summary>
    public required string Account { get; init; }

    /// <summary>The venue's id of it, by which it is booked once.</summary>
    public required string FeeId { get; init; }

    /// <summary>The venue's word for what it is (FIX 139, MiscFeeType, where that has words of its own): <c>FEE/TAF</c>, <c>CFEE</c>.</summary>
    public required string FeeType { get; init; }

    /// <summary>How much was taken (137, MiscFeeAmt); negative for what was given back.</summary>
    public required decimal Amount { get; init; }

    /// <summary>In what (138, MiscFeeCurr): money, or the asset that the pair <see cref="Symbol"/> trades.</summary>
    public required string Currency { get; init; }

    /// <summary>The symbol that it was taken for; null where the venue does not say.</summary>
    public string? Symbol { get; init; }

    /// <summary>The venue's id of the order that it was taken for; null where the venue does not say.</summary>
    public string? OrderId { get; init; }

    /// <summary>The execution that it was taken for; null where the venue does not say.</summary>
    public string? ExecId { get; init; }

    /// <summary>Free text of the venue: untrusted, stored, never interpreted.</summary>
    public string? Text { get; init; }

    public required DateTimeOffset TransactTime { get; init; }
}
