namespace Pipeline.Trading.Reconciliation;

/// <summary>In what our view of an account and the venue's are not the same.</summary>
public enum BreakKind
{
    /// <summary>The venue lists an execution that could not be booked here.</summary>
    ExecutionMissingHere,

    /// <summary>A trade is booked here that the venue does not list.</summary>
    ExecutionMissingThere,

    /// <summary>An order is open on one side only, or asks for or has filled another quantity there.</summary>
    OrderStatusDiffers,

    /// <summary>The venue holds another quantity of a symbol that we have traded.</summary>
    PositionDiffers,

    /// <summary>The venue has another amount of cash than ours and the fills since make.</summary>
    CashDiffers,

    /// <summary>The venue has an order that is not ours: a person placed it in the broker's own screen, for example.</summary>
    ExternalOrder,

    /// <summary>The venue holds a symbol that we have never traded.</summary>
    ExternalPosition,

    /// <summary>The venue has filled more of an order than it asks for.</summary>
    OverFill,

    /// <summary>The venue has rejected the same thing in a symbol again and again, in the same words.</summary>
    RejectBreaker,
}

public static class BreakKinds
{
    /// <summary>Whether it is about what is held, whoever traded it.</summary>
    public static bool IsOfPosition(this BreakKind kind) => kind is BreakKind.PositionDiffers or BreakKind.ExternalPosition;

    /// <summary>Whether it is about what an order of ours, or an execution, has done: from it a position or cash may differ.</summary>
    public static bool IsOfOrder(this BreakKind kind) =>
        kind is BreakKind.ExecutionMissingHere or BreakKind.ExecutionMissingThere or BreakKind.OrderStatusDiffers;

    /// <summary>Whether it may come from somebody else's acts in the account, for which there is a policy.</summary>
    public static bool HasPolicy(this BreakKind kind) => kind == BreakKind.ExternalOrder || kind.IsOfPosition();

    /// <summary>Whether a ledger entry can make our view the venue's. Orders and executions can't be invented.</summary>
    public static bool IsAdjustable(this BreakKind kind) => kind == BreakKind.CashDiffers || kind.IsOfPosition();

    /// <summary>
    /// Whether an acceptance keeps the same from being raised again. The venue is expected to have an accepted amount of cash from then
    /// on, a breaker counts anew, and each over-fill is another: nothing is left that could stand.
    /// </summary>
    public static bool CanStand(this BreakKind kind) => kind is not (BreakKind.CashDiffers or BreakKind.OverFill or BreakKind.RejectBreaker);

    /// <summary>Whether it is over by itself when a comparison no longer finds it.</summary>
    public static bool IsCompared(this BreakKind kind) => kind is not (BreakKind.ExternalOrder or BreakKind.OverFill or BreakKind.RejectBreaker);
}
