namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What the venue has taken, or given back, by an entry of its own.</summary>
public sealed record SimulatedFee
{
    /// <summary>What the account's cash is.</summary>
    public const string Money = "USD";

    /// <summary>Its id without the day that goes before it in a list.</summary>
    public required string FeeId { get; init; }

    /// <summary>Taken; negative for what was given back.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Money, or the asset of the pair.</summary>
    public string Currency { get; init; } = Money;

    /// <summary>What it was taken for; null where that is not said.</summary>
    public string? Symbol { get; init; }

    /// <summary>Whether it was taken for a trade in a pair: a CFEE, else a FEE.</summary>
    public bool IsOfPair { get; init; }

    /// <summary>What kind of regulatory fee it is; null for one that is none.</summary>
    public string? SubType { get; init; }

    /// <summary>The price that coins are stated with.</summary>
    public decimal Px { get; init; }

    /// <summary>The order that it names, which the venue's own do not.</summary>
    public string? OrderId { get; init; }

    public required string Text { get; init; }

    /// <summary>When it was posted: the time that lists are asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>No list shows it before.</summary>
    public required DateTimeOffset ListedAt { get; init; }

    /// <summary>How much of it comes out of what is held of its symbol.</summary>
    public decimal OfHolding => Symbol is { } symbol && symbol.Split('/') is [var asset, _] && asset == Currency ? Amount : 0;
}
