using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Fills;

/// <summary>All orders of one line: the first, and those that have replaced it one after the other.</summary>
/// <param name="Members">The orders, the first one first.</param>
public sealed record Line(IReadOnlyList<LineOrder> Members)
{
    /// <summary>Held: the order that it replaces may still trade.</summary>
    public const string AwaitsParent = "AWAITS_PARENT";

    /// <summary>Denied: the line has nothing left to trade.</summary>
    public const string NothingLeft = "NOTHING_LEFT";

    /// <summary>Denied: the order that it was to replace was not canceled, or did not end by that.</summary>
    public const string ParentNotCanceled = "PARENT_NOT_CANCELED";

    /// <summary>Denied: the venue has restated a quantity of the line, so nobody knows what is left of it.</summary>
    public const string QtyRestated = "QTY_RESTATED";

    /// <summary>Denied: a venue has filled more than it may, so that nothing more is sent for the line.</summary>
    public const string Stopped = "LINE_STOPPED";

    /// <summary>Denied: somebody has canceled the line.</summary>
    public const string Canceled = "CANCELED";

    /// <summary>Why a remainder is dropped: a fill was busted or corrected to less after the order that filled it had been replaced.</summary>
    public const string Busted = "BUSTED";

    /// <summary>What the line asks for.</summary>
    public decimal Qty => Members[0].Order.Terms.Qty;

    /// <summary>What the venue has, or may have, filled and open, of all orders but one.</summary>
    public decimal CommittedBeside(string clOrdId) => Members.Where(member => member.Order.ClOrdId != clOrdId).Sum(member => member.Committed);

    /// <summary>
    /// What an order that replaces another may ask for: what that one has left, so that what a venue takes back of an order before is not
    /// sent again; and never more than the line has left.
    /// </summary>
    public decimal LeftFor(Order replacement, Order parent) =>
        Math.Min(Qty - CommittedBeside(replacement.ClOrdId), parent.OrderQty - parent.CumQty);

    /// <summary>An order of the line, beside one, that may still trade; null when there is none.</summary>
    public Order? OpenBeside(string clOrdId) =>
        Members.FirstOrDefault(member => member.Order.ClOrdId != clOrdId && member.IsOpen)?.Order;

    /// <summary>What the venue has, or may have, filled and open, of all orders together.</summary>
    public decimal Committed => Members.Sum(member => member.Committed);

    /// <summary>Whether the venue has filled, and has open, more than the line asks for. After a split nobody here can tell.</summary>
    public bool IsBroken => !IsRestated && Committed > Qty;

    /// <summary>Whether the venue has made another quantity of any of the orders, so that they are not counted in one kind of share any more.</summary>
    public bool IsRestated => Members.Any(member => member.Order.RestatedQty is not null);

    /// <summary>
    /// Whether an order says nothing of where its line stands: a replacement that waits for the end of what it replaces, or will never be sent while that may still trade, or was not needed since that has
    /// filled or somebody has canceled the line. Once that has ended otherwise the line stands where the replacement does: what is left of it is about to be sent, or is dropped.
    /// </summary>
    /// <param name="ordStatus">Where the order stands.</param>
    /// <param name="code">Why it is held or denied.</param>
    /// <param name="parent">Where the order that it replaces stands; null where it replaces none.</param>
    public static bool IsAside(OrdStatus ordStatus, string? code, OrdStatus? parent) => (ordStatus, code, parent) switch
    {
        (_, _, null) => false,
        (OrdStatus.Denied, NothingLeft or Canceled, _) or (OrdStatus.Denied, _, OrdStatus.Filled) => true,
        (OrdStatus.Denied, _, _) or (OrdStatus.Held, AwaitsParent, _) => !parent.Value.IsTerminal(),
        _ => false,
    };

    /// <summary>Why a replacement's end is news to its owner: something of the line is left that nobody works on. False when it was meant so.</summary>
    public static bool LeavesRemainder(string code) => code is not (NothingLeft or Stopped or Canceled or "DENIED_BY_OPERATOR");
}

/// <summary>One order of a line.</summary>
/// <param name="Order">The order.</param>
/// <param name="MayBeAtVenue">Whether it has a claim that is not proven absent, or the venue has reported it.</param>
public sealed record LineOrder(Order Order, bool MayBeAtVenue)
{
    /// <summary>Whether it may still trade.</summary>
    public bool IsOpen => MayBeAtVenue && !Order.OrdStatus.IsTerminal();

    /// <summary>What is filled of it, or may still be.</summary>
    public decimal Committed => IsOpen ? Math.Max(Order.OrderQty, Order.CumQty) : Order.CumQty;
}
