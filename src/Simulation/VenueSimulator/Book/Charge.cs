namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What the venue takes for a trade.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Currency">In what.</param>
public sealed record Charge(decimal Amount, string Currency)
{
    /// <summary>What the account's cash is.</summary>
    public const string Money = "USD";

    /// <summary>How much of it comes out of what is held of a symbol: a commission in the asset itself.</summary>
    public decimal OfHolding(string symbol) => symbol.Split('/') is [var asset, _] && asset == Currency ? Amount : 0;
}
