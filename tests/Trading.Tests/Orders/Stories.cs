using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>The news of whole lives of orders, each in the order in which it was recorded.</summary>
internal static class Stories
{
    public static readonly OrderNews[] Filled = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Acknowledged, attempt: 1), LedgerTold(OrderTrigger.Moved), LedgerTold(OrderTrigger.Moved), LedgerTold(OrderTrigger.Ended));

    public static readonly OrderNews[] Denied = Recorded(News(OrderTrigger.Proposed), News(OrderTrigger.Denied));

    public static readonly OrderNews[] Rejected = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Rejected, attempt: 1), LedgerTold(OrderTrigger.Ended));

    public static readonly OrderNews[] HeldThenFilled = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Held),
        News(OrderTrigger.Proposed, 2), News(OrderTrigger.Validated, 2), News(OrderTrigger.Released, 2, 1), News(OrderTrigger.Submitting, 2, 1),
        News(OrderTrigger.Acknowledged, 2, 1), LedgerTold(OrderTrigger.Moved, 2), LedgerTold(OrderTrigger.Ended, 2));

    public static readonly OrderNews[] HeldThenExpired = Recorded(News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Held), News(OrderTrigger.Denied));

    public static readonly OrderNews[] SentTwice = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Unresolved, attempt: 1), News(OrderTrigger.Released, attempt: 2), News(OrderTrigger.Submitting, attempt: 2),
        News(OrderTrigger.Acknowledged, attempt: 2), LedgerTold(OrderTrigger.Moved), LedgerTold(OrderTrigger.Ended));

    public static readonly OrderNews[] UnresolvedThenDenied = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Unresolved, attempt: 1), News(OrderTrigger.Released, attempt: 2), News(OrderTrigger.Denied));

    public static readonly OrderNews[] NotSentThenHeldThenFilled = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Released, attempt: 2), News(OrderTrigger.Held), News(OrderTrigger.Proposed, 2), News(OrderTrigger.Validated, 2),
        News(OrderTrigger.Released, 2, 2), News(OrderTrigger.Submitting, 2, 2), News(OrderTrigger.Acknowledged, 2, 2), LedgerTold(OrderTrigger.Ended, 2));

    public static readonly OrderNews[] NotSentThenHeld = Recorded(
        News(OrderTrigger.Proposed), News(OrderTrigger.Validated), News(OrderTrigger.Released, attempt: 1), News(OrderTrigger.Submitting, attempt: 1),
        News(OrderTrigger.Unresolved, attempt: 1), News(OrderTrigger.Released, attempt: 2), News(OrderTrigger.Held));

    /// <summary>Those that come to an end.</summary>
    public static readonly OrderNews[][] All =
        [Filled, Denied, Rejected, HeldThenFilled, HeldThenExpired, SentTwice, UnresolvedThenDenied, NotSentThenHeldThenFilled];

    public static OrderNews News(OrderTrigger trigger, int pass = 1, int attempt = 0, long seq = 0) => new(trigger, pass, attempt, seq);

    public static OrderNews LedgerTold(OrderTrigger trigger, int pass = 1, long seq = 0) => new(trigger, pass, 0, seq, IsLedgers: true);

    /// <summary>Where an order is that has had this news, applied as the saga applies it.</summary>
    public static OrderState After(params IEnumerable<OrderNews> news)
    {
        OrderState? state = null;
        var mark = OrderMark.Start;
        foreach (var one in news)
        {
            state = state is not { } from ? OrderProgress.First(one.Trigger)
                : OrderProgress.Row(from, one.Trigger) is { } row && OrderProgress.Applies(row.When, mark, one) ? row.To : from;
            mark = mark.With(one);
        }

        return state ?? OrderState.Proposed;
    }

    private static OrderNews[] Recorded(params OrderNews[] news) => [.. news.Select((one, at) => one with { Seq = at + 1 })];
}
