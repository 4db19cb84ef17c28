using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>One scope that the order is in: its limits, and what is counted in it without the order.</summary>
public sealed record ScopeFacts
{
    public required LimitScope Scope { get; init; }

    public required LimitSet Limits { get; init; }

    /// <summary>The order's symbol: what its account holds, or, for a strategy, what the strategy's own orders have traded.</summary>
    public Holding Holding { get; init; }

    /// <summary>All other symbols; null where no limit needs them.</summary>
    public Portfolio? Others { get; init; }

    /// <summary>Orders let through within the second that ends now; 0 where no limit needs it.</summary>
    public int OrdersInSecond { get; init; }

    /// <summary>What has been lost today, negative for a gain; null where no limit needs it, or nobody can say.</summary>
    public decimal? LossToday { get; init; }

    /// <summary>Orders let through today; 0 where no limit needs it.</summary>
    public int OrdersToday { get; init; }
}
