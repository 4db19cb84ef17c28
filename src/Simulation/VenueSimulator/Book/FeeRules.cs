namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a venue takes, and in which venue's way.</summary>
/// <param name="Schedule">How much.</param>
/// <param name="Dialect">In whose way.</param>
internal sealed record FeeRules(FeeSchedule Schedule, VenueDialect Dialect)
{
    /// <summary>Whether what is taken for a trade in a pair is stated with the trade, rather than by an entry of its own.</summary>
    public bool IsStatedWithTrades => Dialect == VenueDialect.Binance;

    /// <summary>Decimals of coins.</summary>
    public int CoinDigits => IsStatedWithTrades ? 8 : 9;
}
