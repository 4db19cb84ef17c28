using Pipeline.Messages.Orders;

namespace Pipeline.Trading.Orders;

/// <summary>What a message means for the order's progress.</summary>
/// <param name="Trigger">The kind of news.</param>
/// <param name="Pass">The pass it is about.</param>
/// <param name="Attempt">The attempt it is about; 0 when it is about none.</param>
/// <param name="LedgerSeq">For news of the fill ledger, its place in the journal; else null.</param>
public sealed record OrderNews(OrderTrigger Trigger, int Pass, int Attempt, long? LedgerSeq)
{
    public static OrderNews Of(OrderMessage message) => new(
        OrderTriggers.Of(message),
        message.Pass,
        OrderTriggers.AttemptOf(message),
        message is OrderStatusChanged ? message.Seq : null);
}

/// <summary>How far an order has come, by the news applied so far.</summary>
/// <param name="Pass">Latest pass.</param>
/// <param name="Attempt">Latest attempt; 0 before the first claim.</param>
/// <param name="LedgerSeq">Journal sequence of the latest ledger news; 0 before the first.</param>
public sealed record OrderMark(int Pass, int Attempt, long LedgerSeq)
{
    public static OrderMark Start { get; } = new(0, 0, 0);

    public OrderMark With(OrderNews news) => new(
        Math.Max(Pass, news.Pass), Math.Max(Attempt, news.Attempt), Math.Max(LedgerSeq, news.LedgerSeq ?? 0));
}
