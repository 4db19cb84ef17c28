using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>Every pair of where an order stands and what a report says of it. <see cref="FillLifecycle"/> is built from it.</summary>
internal static class LifecycleTable
{
    private static readonly Move Counts = new Move.Ignored("a fill counts wherever the order stands");
    private static readonly Move Repeated = new Move.Ignored("it has been said before");
    private static readonly Move Over = new Move.Ignored("the order is over, and this is older than its end");
    private static readonly Move Late = new Move.Ignored("an acknowledgement is older than whatever came after it");

    public static Move Row(OrdStatus from, ExecType said) => (from, said) switch
    {
        // An order that trades is at work, acknowledged or not.
        (OrdStatus.PendingNew or OrdStatus.AcceptedForBidding, ExecType.Trade or ExecType.TradeCorrect or ExecType.TradeCancel) => To(OrdStatus.New),
        (_, ExecType.Trade or ExecType.TradeCorrect or ExecType.TradeCancel) => Counts,

        (_, ExecType.Canceled) => End(from, OrdStatus.Canceled),
        (_, ExecType.Expired) => End(from, OrdStatus.Expired),
        (_, ExecType.Rejected) => End(from, OrdStatus.Rejected),
        (_, ExecType.Replaced) => End(from, OrdStatus.Replaced),
        _ when from.IsEnd() => Over,

        (OrdStatus.PendingNew or OrdStatus.AcceptedForBidding or OrdStatus.Suspended or OrdStatus.DoneForDay or OrdStatus.Calculated,
            ExecType.New) => To(OrdStatus.New),
        (_, ExecType.New or ExecType.PendingNew) => Late,

        // The venue states that the order works, under restated terms or as before, and that nothing of it is pending.
        (_, ExecType.OrderStatus or ExecType.Restated) => Word(from, OrdStatus.New),

        // By FIX's precedence a venue that states less than a pending request has done with the request.
        (_, ExecType.PendingCancel) => Word(from, OrdStatus.PendingCancel),
        (_, ExecType.PendingReplace) => Word(from, OrdStatus.PendingReplace),
        (_, ExecType.DoneForDay) => Word(from, OrdStatus.DoneForDay),
        (_, ExecType.Stopped) => Word(from, OrdStatus.Stopped),
        (_, ExecType.Suspended) => Word(from, OrdStatus.Suspended),
        (_, ExecType.Calculated) => Word(from, OrdStatus.Calculated),
        _ => throw new ArgumentOutOfRangeException(nameof(said), said, $"No row for {from} and {said}"),
    };

    private static Move.To To(OrdStatus standing) => new(standing);

    private static Move Word(OrdStatus from, OrdStatus word) => from == word ? Repeated : To(word);

    private static Move End(OrdStatus from, OrdStatus end) =>
        from == end ? Repeated
        : from.IsEnd() ? new Move.Refused($"{end} was reported of an order that is {from}, and an order ends once")
        : To(end);
}
