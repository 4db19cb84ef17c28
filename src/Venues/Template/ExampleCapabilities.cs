using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Template;

/// <summary>What the venue can do (name the pages of its documentation here). What is not stated is denied before it is sent.</summary>
public static class ExampleCapabilities
{
    /// <summary>The capabilities of this adapter.</summary>
    public static VenueCapabilities Stated { get; } = new()
    {
        Adapter = $"example/{AdapterBuild.VersionOf(typeof(ExampleCapabilities).Assembly)}",
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Limit] = [TimeInForce.Day] },
        Symbols = "^[A-Z]{1,8}$",
        ClOrdIds = "^[A-Z0-9]{1,32}$",
        DeDuplication = DeDuplication.Always,
        QtyDecimals = 0,
        Sessions = SessionModel.Markets,
        RateLimits = "none",
    };
}
