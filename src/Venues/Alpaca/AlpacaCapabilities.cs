using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>What Alpaca can do (docs.alpaca.markets, Orders at Alpaca; Usage limit of API calls).</summary>
public static class AlpacaCapabilities
{
    private static readonly TimeInForce[] Plain = [TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok];
    private static readonly TimeInForce[] WithAuctions = [.. Plain, TimeInForce.Opg, TimeInForce.Cls];

    /// <summary>
    /// Fees on pairs. The highest rate is a taker's with the least volume (docs.alpaca.markets, Crypto fees). They are posted at the end of a day,
    /// for the trades of the day before (docs.alpaca.markets, Crypto activities; forum.alpaca.markets/t/18809): so within two days.
    /// </summary>
    public static LateFees LateFees { get; } = new("CFEE", MostBps: 25, ListedWithin: TimeSpan.FromDays(2), CoinDecimals: 9);

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
        Symbols = "^[A-Z.]{1,16}(/[A-Z]{2,8})?$",
        ClOrdIds = "^.{1,48}$",
        DeDuplication = DeDuplication.Always,
        QtyDecimals = 9,
        SellsShort = true,
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
