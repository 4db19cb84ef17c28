using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;

namespace Pipeline.Submission;

/// <summary>A permission to send one attempt, durable already.</summary>
/// <param name="Order">The order as the grant saw it.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Fencing">The claim's number.</param>
/// <param name="SendDeadline">Past this it may not be used.</param>
/// <param name="Halts">The halts that it was granted under, since the order reduces a position. Under any other it may not be used.</param>
/// <param name="Adapter">Name and version of the adapter that carries it.</param>
/// <param name="IsFirst">Whether no byte of the order has left by an earlier one.</param>
public sealed record Permission(Order Order, int Attempt, long Fencing, DateTimeOffset SendDeadline, IReadOnlyCollection<Halt> Halts, string Adapter, bool IsFirst);

/// <summary>What the grant gave: a permission, or only what has to be told.</summary>
public sealed record Granted(Permission? Permission, IReadOnlyList<FollowUp> FollowUps)
{
    /// <summary>Whether the attempt had its claim before: it was sent, or another delivery is about to send it.</summary>
    public bool HasClaim { get; init; }

    /// <summary>What the gate has said, to be counted once it is recorded; null where it was not asked.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>What must be halted before the gate may be asked, since a halt has the whole store and a grant only its account; null where nothing must. Nothing was recorded then.</summary>
    public Trip? Trip { get; init; }
}
