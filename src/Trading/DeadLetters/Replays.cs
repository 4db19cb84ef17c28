using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.DeadLetters;

/// <summary>
/// Decides what a replay may do. Nothing that it decides sends an order: what was never sent goes through every check again, up to the
/// last gate, and what may have been sent is asked about.
/// </summary>
public static class Replays
{
    /// <summary>What a replay of a dead letter would do.</summary>
    public static ReplayPlan Plan(LetterFacts facts) => facts switch
    {
        { State: DeadLetterState.Discarded } => new ReplayPlan.Impossible("NOT_OPEN", "It is discarded: undo that first"),
        { State: DeadLetterState.Replayed } => new ReplayPlan.Impossible("NOT_OPEN", "It is replayed already: when it fails again it is open again"),
        { IsImporting: true } => new ReplayPlan.Impossible("NOT_IMPORTED", "The store was restored and the venue's orders are not imported yet: nobody knows what was sent"),
        { Kind: LetterKind.Intent } => new ReplayPlan.TakeAgain(),
        { ClOrdId: not null, Order: null } => new ReplayPlan.Impossible("UNKNOWN_ORDER", $"The store has no order {facts.ClOrdId}: it would fail again"),
        { Kind: LetterKind.Way, Order: null } => new ReplayPlan.Impossible("UNREADABLE", "It names no order: it would fail again, and there is nothing to begin anew. Discard it"),
        { Kind: LetterKind.Way, Order: { } order } => OfWay(facts, order),
        { IsReadable: false } => new ReplayPlan.Impossible("UNREADABLE", "It is no message that the pipeline knows: it would fail again. Edit it, or discard it"),
        { Kind: LetterKind.Cancel, Order: { } order } => order.OrdStatus.IsTerminal()
            ? Done(order)
            : new ReplayPlan.DeliverAgain("asking the venue twice to cancel an order is harmless"),
        { Kind: LetterKind.Report } => new ReplayPlan.DeliverAgain("what the venue has said is applied once, whenever it comes"),
        _ => new ReplayPlan.DeliverAgain("it is news, which changes nothing when it was heard before"),
    };

    private static ReplayPlan OfWay(LetterFacts facts, Order order) =>
        order.OrdStatus.IsTerminal() ? Done(order)
        : facts.MayHaveBeenSent || order.OrderId is not null ? OfSent(order)
        : order.OrdStatus == OrdStatus.Held ? new ReplayPlan.Nothing("ORDER_HELD", $"The order is held: pipelinectl order release {order.ClOrdId} lets it through the checks again")
        : order.OrdStatus != OrdStatus.PendingNew ? new ReplayPlan.AskVenue()
        : facts.IsOnItsWay ? new ReplayPlan.Nothing("LATER_PASS", $"The order is on its way in pass {order.Pass}")
        : new ReplayPlan.CheckAgain(order.Pass + 1);

    // Once the venue has told of the order, its reports lead on.
    private static ReplayPlan OfSent(Order order) => order.OrdStatus is OrdStatus.PendingNew or OrdStatus.Unresolved
        ? new ReplayPlan.AskVenue()
        : new ReplayPlan.Nothing("ORDER_AT_VENUE", $"The venue has the order, which is {Word(order)}");

    private static ReplayPlan.Nothing Done(Order order) => new("ORDER_DONE", $"The order is {Word(order)} already");

    private static string Word(Order order) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(order.OrdStatus.ToString()).Replace('_', ' ');
}
