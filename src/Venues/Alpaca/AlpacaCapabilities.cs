using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>What Alpaca can do (docs.alpaca.markets, Orders at Alpaca; Crypto orders; Fractional trading; Usage limit of API calls).</summary>
public static class AlpacaCapabilities
{
    private static readonly TimeInForce[] Plain = [TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok];
    private static readonly TimeInForce[] WithAuctions = [.. Plain, TimeInForce.Opg, TimeInForce.Cls];

    /// <summary>
    /// Fees on pairs. The highest rate is a taker's with the least volume (docs.alpaca.markets, Crypto fees). They are posted at the end of a day,
    /// for the trades of the day before (docs.alpaca.markets, Crypto activities; forum.alpaca.markets/t/18809): so within two days.
    /// </summary>
    public static LateFees LateFees { get; } = new("CFEE", MostBps: 25, ListedWithin: TimeSpan.FromDays(2), CoinDecimals: 9);

    // Refused otherwise with "invalid crypto time_in_force" and "invalid order type for crypto order"; coins can't be sold short (alpaca-docs, Crypto orders; Margin and Short Selling).
    private static readonly OrderKind Coins = new()
    {
        Name = "pairs",
        Symbols = "/",
        Orders = new[] { OrdType.Market, OrdType.Limit, OrdType.StopLimit }.ToDictionary(type => type, _ => (IReadOnlyList<TimeInForce>)[TimeInForce.Gtc, TimeInForce.Ioc]),
        SellsShort = false,
        ReplacesNatively = true,
    };

    // "fractional orders must be DAY orders"; not in extended hours, never short (alpaca-docs, Fractional trading; Orders). All four types are taken
    // (docs.alpaca.markets, changelog, Fractional USD Stop & Stop Limit Orders). Their quantity can't be patched (Replace order: full shares alone). Which
    // shares are taken in parts, and which may be sold short, is said of each asset (Assets).
    private static readonly OrderKind Fractions = new()
    {
        Name = "fractions of a share",
        OnlyFractions = true,
        Orders = Enum.GetValues<OrdType>().ToDictionary(type => type, _ => (IReadOnlyList<TimeInForce>)[TimeInForce.Day]),
        SellsShort = false,
        StatesInstruments = true,
        ReplacesNatively = false,
    };

    /// <summary>The capabilities of this adapter.</summary>
    public static VenueCapabilities Stated { get; } = new()
    {
        Adapter = $"alpaca/{AdapterBuild.VersionOf(typeof(AlpacaCapabilities).Assembly)}",
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>>
        {
            [OrdType.Market] = WithAuctions,
            [OrdType.Limit] = [.. WithAuctions, TimeInForce.ExtendedHours],
            [OrdType.Stop] = Plain,
            [OrdType.StopLimit] = Plain,
        },
        Kinds = [Coins, Fractions],

        // Every limit in money is in the account's: a price in coins would be taken for dollars.
        Symbols = "^[A-Z.]{1,16}(/USD)?$",
        ClOrdIds = "^.{1,48}$",
        DeDuplication = DeDuplication.Always,
        QtyDecimals = 9,
        SellsShort = true,
        StatesShortSales = true,
        ChecksMoney = true,
        ReplacesNatively = true,
        RestatesTrades = true,
        StatesCommissions = false,
        LateFees = LateFees,
        Streams = true,
        Sessions = SessionModel.Markets,
        RateLimits = "200 calls a minute",
    };
}
