namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What the venue takes for trades, in Alpaca's way: by entries of their own among the account's activities, which name no order.</summary>
public sealed record FeeSchedule
{
    /// <summary>
    /// Of a sale of shares, in hundredths of a percent of its value, rounded up to a cent: a FEE, taken when it is posted. Default 0.
    /// </summary>
    public decimal SellBps { get; init; }

    /// <summary>
    /// Of a trade in a pair, in hundredths of a percent of what is received, rounded up: a CFEE, of a buy in coins, of a sale in money. It is taken
    /// with the trade and posted later. Default 0; Alpaca takes up to 25.
    /// </summary>
    public decimal CryptoBps { get; init; }

    /// <summary>
    /// The coin in which trades in pairs are paid for, <c>BNB</c> for example, at the middle of its quote and out of what is held of it; by default
    /// what is received. At Binance only.
    /// </summary>
    public string? CommissionAsset { get; init; }

    /// <summary>When fees on shares are posted. Default daily.</summary>
    public FeePosting SharesPosted { get; init; } = FeePosting.Daily;

    /// <summary>How long after the trade a fee is posted that is not daily. Default 0; at Alpaca from seconds to hours.</summary>
    public TimeSpan PostAfter { get; init; }
}

/// <summary>When fees are posted.</summary>
public enum FeePosting
{
    /// <summary>One entry for all sales of a day, at a quarter past midnight UTC, as Alpaca does.</summary>
    Daily,

    /// <summary>One for each sale.</summary>
    AfterFill,
}
