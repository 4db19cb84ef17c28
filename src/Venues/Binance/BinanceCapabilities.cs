using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>What Binance Spot can do (rest-api.md, New order; enums.md).</summary>
public static class BinanceCapabilities
{
    /// <summary>The capabilities of this adapter.</summary>
    public static VenueCapabilities Stated { get; } = new()
    {
        Adapter = $"binance/{AdapterBuild.VersionOf(typeof(BinanceCapabilities).Assembly)}",
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>>
        {
            // What a market order does not trade at once expires; a stop stands until it is canceled. Neither bears a time in force.
            [OrdType.Market] = [TimeInForce.Ioc],
            [OrdType.Limit] = [TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok],
            [OrdType.Stop] = [TimeInForce.Gtc],
            [OrdType.StopLimit] = [TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok],
        },
        Symbols = "^[A-Z0-9]+/[A-Z0-9]+$",
        ClOrdIds = "^[a-zA-Z0-9-_]{1,36}$",
        DeDuplication = DeDuplication.WhileOpen,
        QtyDecimals = 8,
        StatesInstruments = true,
        SellsShort = false,
        ChecksMoney = true,

        // cancelReplace is a cancel and a new order of which one may fail alone (409), and amend/keepPriority takes a smaller quantity and nothing else.
        ReplacesNatively = false,
        RestatesTrades = false,
        StatesCommissions = true,
        Streams = true,
        Sessions = SessionModel.AroundTheClock,
        RateLimits = "10 orders a second, 6,000 of weight a minute",
    };
}
