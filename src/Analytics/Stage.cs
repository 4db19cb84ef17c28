using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Analytics;

/// <summary>Works out an order's figures once it is done. Listens only: it may lag or be off, and nothing waits for it.</summary>
public sealed class Stage(IStore store, TimeProvider clock) : IStage<OrderStatusChanged>, IStage<OrderDenied>
{
    public string Name => Stages.Analytics;

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderStatusChanged message, CancellationToken cancellationToken) =>
        message.IsTerminal ? RecordAsync(message, cancellationToken)
        : message.CumQty > 0 && !store.ReadAtOnce(session => FirstFill.IsNoted(session, message)) ? NoteFirstFillAsync(message, cancellationToken)
        : Task.FromResult<IReadOnlyList<FollowUp>>([]);

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderDenied message, CancellationToken cancellationToken) => RecordAsync(message, cancellationToken);

    private async Task<IReadOnlyList<FollowUp>> RecordAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        var (figures, firstFill) = await store.WriteAsync(
            Turn.Of($"analytics/{message.ClOrdId}"), FirstFill.Look(message), session => Record(session, message), cancellationToken).ConfigureAwait(false);
        Metrics.Observe(figures.IntakeToDone, figures.SlippageBps);
        Observe(firstFill);
        Failpoints.Hit(Name, Failpoint.Recorded);
        return [];
    }

    private async Task<IReadOnlyList<FollowUp>> NoteFirstFillAsync(OrderStatusChanged message, CancellationToken cancellationToken)
    {
        Observe(await store.WriteAsync(
            Turn.Of($"analytics/{message.ClOrdId}"), FirstFill.Look(message), session => NoteFirstFill(session, message), cancellationToken).ConfigureAwait(false));
        return [];
    }

    private static void Observe(double? firstFill)
    {
        if (firstFill is { } seconds)
        {
            Metrics.ObserveFirstFill(seconds);
        }
    }

    private double? NoteFirstFill(StoreSession session, OrderMessage message)
    {
        var order = Find(session, message);
        return FirstFill.Note(session, message, order, CourseOf(session, order), clock.GetUtcNow());
    }

    // What is new, to be observed once it is recorded.
    private (Observed Figures, double? FirstFill) Record(StoreSession session, OrderMessage message)
    {
        var now = clock.GetUtcNow();
        var order = Find(session, message);
        var journal = CourseOf(session, order);
        var figures = Figures.Of(order, SplitsOf(session, order), journal, message.Seq, now);
        var isNew = !StepTable.Exists(session, order.ClOrdId, Name, message.Pass);
        var hasLateFill = !isNew && figures.SlippageBps is not null && AnalyticsTable.Find(session, order.ClOrdId) is { SlippageBps: null };
        AnalyticsTable.Upsert(session, figures);
        if (isNew)
        {
            StepTable.Insert(session, order.ClOrdId, Name, message.Pass, "Recorded", now);
        }

        return (new Observed(isNew ? figures.IntakeToDone : null, isNew || hasLateFill ? figures.SlippageBps : null), message is OrderStatusChanged { CumQty: > 0 } ? FirstFill.Note(session, message, order, journal, now) : null);
    }

    private static IReadOnlyList<Split> SplitsOf(StoreSession session, Order order) =>
        order.RestatedAt is null ? [] : Split.OfOrder(order.Terms.Qty, RestatementTable.OfOrder(session, order.ClOrdId));

    // Of an order that was archived since, its story is elsewhere.
    private static IReadOnlyList<JournalEntry> CourseOf(StoreSession session, Order order) =>
        JournalTable.CourseOf(session, order.ClOrdId) is { Count: > 0 } course ? course : JournalTable.OfOrder(session, order.ClOrdId, order.IntentId);

    private static Order Find(StoreSession session, OrderMessage message) => OrderTable.Find(session, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);

    /// <summary>What of an order's figures is new. One that ends without a fill may still get one, which lost a race with its cancel.</summary>
    private sealed record Observed(double? IntakeToDone, decimal? SlippageBps);
}
