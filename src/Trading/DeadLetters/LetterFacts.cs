using Pipeline.Trading.Orders;

namespace Pipeline.Trading.DeadLetters;

/// <summary>What a replay is decided by.</summary>
public sealed record LetterFacts
{
    /// <summary>What the message is for.</summary>
    public required LetterKind Kind { get; init; }

    public required DeadLetterState State { get; init; }

    /// <summary>Whether its bytes are a message that the pipeline knows. Of an intent it does not matter: the parser says.</summary>
    public required bool IsReadable { get; init; }

    /// <summary>The ClOrdId that the message names; null when it names none.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>The pass of its order that the message belongs to.</summary>
    public int? Pass { get; init; }

    /// <summary>The order as it stands; null when the store has none such.</summary>
    public Order? Order { get; init; }

    /// <summary>Whether a claim of the order is not proven to have come to nothing: the venue may have it.</summary>
    public bool MayHaveBeenSent { get; init; }

    /// <summary>Whether a check or a send of the order's present pass is called for, has not been recorded, and is not itself a dead letter.</summary>
    public bool IsOnItsWay { get; init; }

    /// <summary>Whether a restored store still waits for the venue's orders: nobody knows then what was sent.</summary>
    public bool IsImporting { get; init; }
}
