using MassTransit;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.Sagas;

/// <summary>
/// Moves the sagas of many orders by one batch of news: loads them in one read, raises each piece of news on the state machine, and saves them in one step. A saga that
/// somebody else has saved meanwhile is loaded again and hears its news again; the others are done.
/// </summary>
public static class OrderSagaBatches
{
    // Whoever has saved first has done so for good, so each time somebody gets on.
    private const int MostTimes = 50;

    /// <summary>Raises one message on the state machine.</summary>
    public delegate Task Raise(ConsumeContext context, OrderSaga saga, OrderMessage message);

    /// <exception cref="ConcurrencyException">Other news of one of the orders was saved first, again and again.</exception>
    public static async Task ApplyAsync(IStore store, ConsumeContext context, IReadOnlyList<NewsItem> news, Raise raise)
    {
        var left = news;
        for (var time = 0; left.Count > 0 && time < MostTimes; time++)
        {
            left = await ApplyOnceAsync(store, context, left, raise).ConfigureAwait(false);
        }

        if (left.Count > 0)
        {
            throw new ConcurrencyException("Another event of an order was saved first", typeof(OrderSaga), OrderSaga.IdOf(left[0].Message.ClOrdId));
        }

        Failpoints.Hit(Failpoint.OrderSaga, Failpoint.Recorded);
    }

    // The news of those sagas that could not be saved.
    private static async Task<IReadOnlyList<NewsItem>> ApplyOnceAsync(IStore store, ConsumeContext context, IReadOnlyList<NewsItem> news, Raise raise)
    {
        var (ours, sagas) = store.ReadAtOnce(session => Load(session, news));
        foreach (var item in ours.OrderBy(item => item.Message.Seq))
        {
            using var span = Tracing.Resume($"{Failpoint.OrderSaga} hears", System.Diagnostics.ActivityKind.Consumer, item.Message.ClOrdId, () => item.TraceParent);
            await raise(context, sagas[item.Message.ClOrdId], item.Message).ConfigureAwait(false);
        }

        // In one order, so that two who save the same ones don't wait for each other: the new ones first, since the others go together.
        var rows = sagas.Values.Select(saga => saga.ToRow()).OrderBy(row => row.Version != 0).ThenBy(row => row.ClOrdId, StringComparer.Ordinal).ToList();
        var saved = await store.WriteAsync(Turn.Shared, session => rows.ConvertAll(row => Save(session, row)), context.CancellationToken).ConfigureAwait(false);
        var unsaved = rows.Where((_, at) => !saved[at].IsOne).Select(row => row.ClOrdId).ToHashSet();
        return [.. ours.Where(item => unsaved.Contains(item.Message.ClOrdId))];
    }

    // What a lost store had told is no news of the one restored in its place.
    private static (IReadOnlyList<NewsItem> Ours, Dictionary<string, OrderSaga> Sagas) Load(StoreSession session, IReadOnlyList<NewsItem> news)
    {
        var ours = RestoredState.OfThisStore(session, news, item => item.Message);
        var orders = ours.Select(item => item.Message.ClOrdId).Distinct().ToList();
        var known = SagaTable.OfOrders(session, orders).ToDictionary(row => row.ClOrdId, OrderSaga.Of);
        return (ours, orders.ToDictionary(id => id, id => known.GetValueOrDefault(id) ?? new OrderSaga { CorrelationId = OrderSaga.IdOf(id), ClOrdId = id }));
    }

    private static Written Save(StoreSession session, SagaRow row) => row.Version == 0 ? SagaTable.Insert(session, row) : SagaTable.Update(session, row);
}
