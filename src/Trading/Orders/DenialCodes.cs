using Pipeline.Trading.Fills;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Trading.Orders;

/// <summary>Every code an order is denied with.</summary>
public static class DenialCodes
{
    /// <summary>Its time had passed before it could be sent.</summary>
    public const string Expired = "INTENT_EXPIRED";

    /// <summary>A person has denied it.</summary>
    public const string ByOperator = "DENIED_BY_OPERATOR";

    /// <summary>More would have been sent than the line asks for.</summary>
    public const string Conservation = "CONSERVATION";

    public static IReadOnlyList<string> All { get; } =
    [
        .. RuleBook.All.Select(rule => rule.Code),
        Expired, ByOperator, Conservation, Grant.SlotTaken, Grant.Halted, Grant.VenueDown, Grant.NotReducing,
        Line.NothingLeft, Line.ParentNotCanceled, Line.QtyRestated, Line.Stopped, Line.Canceled, Line.Busted,
        SessionGate.Unknown, OrderSession.Closed, OrderSession.Closing, OrderSession.Cutoff, OrderSession.TimeInForceNotTaken, OrderSession.OrderTypeNotTaken,
        SymbolTrading.Halted, SymbolTrading.MarketHalted, SymbolTrading.InLimitState, SymbolTrading.OutsideBand,
    ];
}
