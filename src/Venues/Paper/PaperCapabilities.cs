using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>What the paper venue can do.</summary>
public static class PaperCapabilities
{
    private static readonly TimeInForce[] Plain = [TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok];

    /// <summary>The capabilities of this adapter.</summary>
    public static VenueCapabilities Stated { get; } = new()
    {
        Adapter = $"{PaperVenue.Name}/1",
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>>
        {
            [OrdType.Market] = Plain, [OrdType.Limit] = Plain, [OrdType.Stop] = Plain, [OrdType.StopLimit] = Plain,
        },
        Symbols = "^.+$",
        ClOrdIds = "^.+$",
        DeDuplication = DeDuplication.Always,
        QtyDecimals = 12,
        SellsShort = true,
        ReplacesNatively = false,
        RestatesTrades = false,
        StatesCommissions = true,
        Streams = false,
        Sessions = SessionModel.Markets,
        RateLimits = "none",
    };
}
