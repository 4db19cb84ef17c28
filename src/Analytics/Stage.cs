using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
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
        await store.WriteAsync(Turn.Of($"analytics/{message.ClOrdId}"), FirstFill.Look(message), session => Record(session, message), cancellationToken).ConfigureAwait(false);
        Failpoints.Hit(Name, Failpoint.Recorded);
        return [];
    }

    private async Task<IReadOnlyList<FollowUp>> NoteFirstFillAsync(OrderStatusChanged message, CancellationToken cancellationToken)
    {
        await store.WriteAsync(Turn.Of($"analytics/{message.ClOrdId}"), FirstFill.Look(message), session => NoteFirstFill(session, message), cancellationToken).ConfigureAwait(false);
        return [];
    }

    private void NoteFirstFill(StoreSession session, OrderMessage message)
    {
        var order = Find(session, message);
        FirstFill.Note(session, message, order, JournalTable.OfOrder(session, order.ClOrdId, order.IntentId), clock.GetUtcNow());
    }

    private void Record(StoreSession session, OrderMessage message)
    {
        var now = clock.GetUtcNow();
        var order = Find(session, message);
        var journal = JournalTable.OfOrder(session, order.ClOrdId, order.IntentId);
        var figures = Figures.Of(order, journal, now);
        AnalyticsTable.Upsert(session, figures);
        if (!StepTable.Exists(session, order.ClOrdId, Name, message.Pass))
        {
            StepTable.Insert(session, order.ClOrdId, Name, message.Pass, "Recorded", now);
            Metrics.Observe(figures);
        }

        if (message is OrderStatusChanged { CumQty: > 0 })
        {
            FirstFill.Note(session, message, order, journal, now);
        }
    }

    private static Order Find(StoreSession session, OrderMessage message) => OrderTable.Find(session, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);
}
