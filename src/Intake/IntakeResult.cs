using Pipeline.Access;
using Pipeline.Store.Tables;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake;

/// <summary>What became of an intent. A closed set.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>Recorded: every line has its order, new or known from before.</summary>
    public sealed record Taken(IntentReceipt Receipt, IReadOnlyList<FollowUp> FollowUps) : IntakeResult;

    /// <summary>The document is not an intent; nothing of it was taken.</summary>
    public sealed record Refused(IReadOnlyList<IntentFault> Faults) : IntakeResult;

    /// <summary>Whoever submits it may not submit this; nothing of it was taken.</summary>
    public sealed record NotAllowed(Refusal Refusal) : IntakeResult;

    /// <summary>A line's slot holds an order with other terms; nothing of the intent was taken.</summary>
    public sealed record Conflict(IReadOnlyList<TermsConflict> Lines) : IntakeResult;
}

/// <summary>A line that asks for something else than the order already in its slot.</summary>
public sealed record TermsConflict(string Path, string ClOrdId, KnownTerms Known, KnownTerms Asked);

/// <summary>The answer to an intent that was taken.</summary>
public sealed record IntentReceipt
{
    public required string IntentId { get; init; }

    public required IReadOnlyList<ReceiptLine> Orders { get; init; }
}

/// <summary>One line of the answer, in the order of the intent's lines.</summary>
public sealed record ReceiptLine
{
    public required string ClOrdId { get; init; }

    public required string Key { get; init; }

    public required string Symbol { get; init; }

    public required Messages.Fix.Side Side { get; init; }

    public required OrderState State { get; init; }

    public required Messages.Fix.OrdStatus OrdStatus { get; init; }

    /// <summary>True when the order was there before this intent.</summary>
    public required bool Duplicate { get; init; }
}
