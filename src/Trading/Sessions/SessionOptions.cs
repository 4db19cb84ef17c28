using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Trading.Sessions;

/// <summary>What to do around the market's hours. The session check and the last gate read the same.</summary>
public sealed class SessionOptions
{
    /// <summary>What happens to an order whose market is closed: <c>deny</c> (default), <c>hold_until_open</c> or <c>send_queued</c>.</summary>
    [Description("An order whose market is closed: deny, hold_until_open, or send_queued where the venue keeps it for the next session.")]
    public ClosedMarketPolicy ClosedMarket { get; set; } = ClosedMarketPolicy.Deny;

    /// <summary>The same for single strategies; without one <see cref="ClosedMarket"/> holds.</summary>
    [Description("The same for single strategies, STRATEGY=POLICY with a semicolon between several: momentum-1=hold_until_open.")]
    public ClosedMarketPolicies ClosedMarketByStrategy { get; set; } = ClosedMarketPolicies.None;

    /// <summary>How long before the end of trading nothing is sent any more. Default none. Auctions have cut-offs of their own.</summary>
    [Description("How long before the close nothing is sent any more; auctions have cut-offs of their own.")]
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")]
    public TimeSpan CloseBuffer { get; set; } = TimeSpan.Zero;

    /// <summary>Which market a symbol trades at. Default: pairs with a slash at <c>24/7</c>, everything else at <c>XNYS</c>.</summary>
    [Description("The markets of symbols, PATTERN=MARKET with a semicolon between several, the first that fits decides: *.L=XLON;ES*=CMES. Without one a pair is 24/7 and everything else XNYS.")]
    public SymbolMarkets Markets { get; set; } = SymbolMarkets.Default;

    /// <summary>The file with one-off closures, early closes and late opens. Default none. A named file must exist and be whole at the start.</summary>
    [Description("File (JSON) with one-off closures, early closes and late opens, read again whenever it changes; docs/sessions.md.")]
    public string Overrides { get; set; } = "";

    /// <summary>How often that file is looked at. Default 1 s.</summary>
    [Description("How often the file of --session-overrides is looked at.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the venue is asked if a symbol trades before an order of it goes out: <c>off</c> (default) or <c>venue</c>.</summary>
    [Description("Whether an order goes out only when the venue has said that its symbol trades: off, or venue.")]
    public SecurityStatusSource SecurityStatus { get; set; } = SecurityStatusSource.Off;

    /// <summary>How often it is asked about each symbol with an open order; an answer three times as old is none. Default 10 s.</summary>
    [Description("How often the venue is asked so about each symbol with an open order; an answer three times as old is none.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What must be known of which market, at most three <see cref="StatusInterval"/> old, before an order goes out there. Default nothing:
    /// what is known counts, what is not is no hindrance.
    /// </summary>
    [Description("What must be known of a market before an order goes out there, MARKET=INPUT+INPUT with a semicolon between several: XNYS=security_status+market_status+price_band. Unknown is closed then.")]
    public RequiredInputs Requirements { get; set; } = RequiredInputs.None;

    /// <summary>How old a word that lets trade may be.</summary>
    public TimeSpan OldestStatus => 3 * StatusInterval;

    /// <summary>Whether a market requires an input.</summary>
    public bool Requires(string market, MarketInput input) =>
        Requirements.Ask(market, input) || (input == MarketInput.SecurityStatus && SecurityStatus == SecurityStatusSource.Venue);

    /// <summary>The policy of a strategy.</summary>
    public ClosedMarketPolicy PolicyOf(string strategyId) => ClosedMarketByStrategy.Of(strategyId) ?? ClosedMarket;

    /// <summary>What the market's hours mean for an order now.</summary>
    public OrderSession SessionOf(SessionCalendars calendars, Order order, DateTimeOffset now) => OrderSession.Of(
        calendars.For(order.Symbol), VenueHours.Of(order.Venue), order.Terms.TimeInForce, SentTerms.Of(order).OrdType, CloseBuffer, now);
}

/// <summary>Who says whether a symbol trades.</summary>
public enum SecurityStatusSource
{
    /// <summary>Nobody is asked.</summary>
    Off,

    /// <summary>The venue is.</summary>
    Venue,
}
