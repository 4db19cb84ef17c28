using Pipeline.Messages.Orders;

namespace Pipeline.Trading.Orders;

/// <summary>What a message means for the order's progress.</summary>
/// <param name="Trigger">The kind of news.</param>
/// <param name="Pass">The pass it is about.</param>
/// <param name="Attempt">The attempt it is about; 0 when it is about none.</param>
/// <param name="Seq">Journal sequence of the step that it tells of.</param>
/// <param name="IsLedgers">Whether the fill ledger says it.</param>
public sealed record OrderNews(OrderTrigger Trigger, int Pass, int Attempt, long Seq, bool IsLedgers = false)
{
    public static OrderNews Of(OrderMessage message) => new(
        OrderTriggers.Of(message),
        message.Pass,
        OrderTriggers.AttemptOf(message),
        message.Seq,
        message is OrderStatusChanged);
}

/// <summary>How far an order has come, by the news applied so far.</summary>
/// <param name="Pass">Latest pass.</param>
/// <param name="Attempt">Latest attempt; 0 before the first claim.</param>
/// <param name="LedgerSeq">Journal sequence of the latest ledger news; 0 before the first.</param>
/// <param name="LastSeq">Largest journal sequence among all news; 0 before the first.</param>
public sealed record OrderMark(int Pass, int Attempt, long LedgerSeq, long LastSeq)
{
    public static OrderMark Start { get; } = new(0, 0, 0, 0);

    public OrderMark With(OrderNews news) => new(
        Math.Max(Pass, news.Pass), Math.Max(Attempt, news.Attempt), news.IsLedgers ? Math.Max(LedgerSeq, news.Seq) : LedgerSeq, Math.Max(LastSeq, news.Seq));
}
