using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

public static class OrdStatusExtensions
{
    /// <summary>True when nothing of the order is open any more. A bust or a late fill may still change it.</summary>
    public static bool IsTerminal(this OrdStatus status) => status is
        OrdStatus.Filled or OrdStatus.Canceled or OrdStatus.Replaced or OrdStatus.Rejected or OrdStatus.Expired or OrdStatus.Denied;
}
