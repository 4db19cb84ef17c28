namespace Pipeline.Trading.Rules;

/// <summary>The operator's limits. An intent's own can only tighten them.</summary>
public sealed record RuleLimits
{
    /// <summary>Largest quantity of one order.</summary>
    public required decimal MaxOrderQty { get; init; }

    /// <summary>Largest value of one order, in the account's currency.</summary>
    public required decimal MaxOrderNotional { get; init; }

    /// <summary>How far a limit or stop price may be from the quoted price, either way, per cent.</summary>
    public required decimal CollarPct { get; init; }

    /// <summary>Oldest quote a rule may rely on.</summary>
    public required TimeSpan MaxQuoteAge { get; init; }

    /// <summary>How long the same content in another slot is suspected to be a repeat; zero suspects nothing.</summary>
    public required TimeSpan DuplicateWindow { get; init; }
}
