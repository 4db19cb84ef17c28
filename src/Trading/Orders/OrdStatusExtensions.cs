using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

public static class OrdStatusExtensions
{
    /// <summary>True when nothing of the order is open any more. A bust or a late fill may still change it.</summary>
    public static bool IsTerminal(this OrdStatus status) => status is OrdStatus.Filled or OrdStatus.Denied || status.IsEnd();

    /// <summary>True for the words by which a venue ends an order, whatever has filled.</summary>
    public static bool IsEnd(this OrdStatus status) =>
        status is OrdStatus.Canceled or OrdStatus.Replaced or OrdStatus.Rejected or OrdStatus.Expired;

    /// <summary>
    /// Which of two statuses that hold at the same time is the one to tell: the greater (FIX 4.4, appendix D). FIX has no rank
    /// for an order that is rejected or replaced and has fills all the same; here it is over, as one that is canceled.
    /// </summary>
    public static int Precedence(this OrdStatus status) => status switch
    {
        OrdStatus.PendingCancel => 12,
        OrdStatus.PendingReplace => 11,
        OrdStatus.DoneForDay => 10,
        OrdStatus.Calculated => 9,
        OrdStatus.Filled => 8,
        OrdStatus.Stopped => 7,
        OrdStatus.Suspended => 6,
        OrdStatus.Canceled or OrdStatus.Expired or OrdStatus.Rejected or OrdStatus.Replaced => 5,
        OrdStatus.PartiallyFilled => 4,
        OrdStatus.New or OrdStatus.PendingNew => 2,
        OrdStatus.AcceptedForBidding => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A word of ours, not of a venue"),
    };
}
