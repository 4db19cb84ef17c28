namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a simulated venue is and does wrong: how it starts, its behaviours and its timed acts.</summary>
public sealed record VenueScript
{
    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Seed of quotes and chances; by default the simulator's.</summary>
    public long? Seed { get; init; }

    /// <summary>Cash of the account; by default the simulator's.</summary>
    public decimal? Cash { get; init; }

    /// <summary>What the account holds at the start, by symbol; negative for a short position.</summary>
    public IReadOnlyDictionary<string, decimal>? Positions { get; init; }

    /// <summary>What the venue takes for trades; by default nothing.</summary>
    public FeeSchedule? Fees { get; init; }

    /// <summary>Shares that are not traded as others are, by symbol; by default none. At Alpaca only.</summary>
    public IReadOnlyDictionary<string, AssetRules>? Assets { get; init; }

    /// <summary>Quotes that stand from the start instead of the random walk.</summary>
    public IReadOnlyList<QuoteAct>? Quotes { get; init; }

    /// <summary>Whose API the venue speaks; by default the simulator's.</summary>
    public VenueDialect? Dialect { get; init; }

    /// <summary>Whether a client order id may be used again; by default as in the dialect: never at Alpaca, after its end at Binance.</summary>
    public IdReuse? IdReuse { get; init; }

    /// <summary>Calls a minute before 429; 0 is no limit; by default the simulator's.</summary>
    public int? RateLimitPerMinute { get; init; }

    /// <summary>How long an event takes to the stream; by default the simulator's.</summary>
    public TimeSpan? StreamLatency { get; init; }

    /// <summary>The stream sends a message without an event so often, which Alpaca's does not; by default never.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>What the venue does wrong, from the start.</summary>
    public IReadOnlyList<VenueBehaviour> Behaviours { get; init; } = [];

    /// <summary>What happens by itself, counted from the start.</summary>
    public IReadOnlyList<VenueAct> Acts { get; init; } = [];
}

/// <summary>Whose API a simulated venue speaks.</summary>
public enum VenueDialect
{
    /// <summary>Alpaca's trading API v2.</summary>
    Alpaca,

    /// <summary>Binance Spot's REST and WebSocket API v3.</summary>
    Binance,
}

/// <summary>Whether a client order id may be used again.</summary>
public enum IdReuse
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Once the order that had it is filled.</summary>
    AfterFill,

    /// <summary>Once the order that had it is over, Binance's rule.</summary>
    AfterEnd,

    /// <summary>Always: the venue does not look.</summary>
    Always,
}
