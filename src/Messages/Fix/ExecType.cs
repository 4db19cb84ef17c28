namespace Pipeline.Messages.Fix;

/// <summary>FIX ExecType (150) of version 4.4: what one execution report says.</summary>
public enum ExecType
{
    New,
    DoneForDay,
    Canceled,
    Replaced,
    PendingCancel,
    Stopped,
    Rejected,
    Suspended,
    PendingNew,
    Calculated,
    Expired,
    Restated,
    PendingReplace,
    Trade,
    TradeCorrect,
    TradeCancel,
    OrderStatus,
}
