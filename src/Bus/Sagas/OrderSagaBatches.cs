using MassTransit;
using MassTransit.Context;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.Sagas;

/// <summary>
/// Moves the sagas of many orders by one batch of news: loads them in one read, raises each piece of news on the state machine, and saves them in one step. A saga that
/// somebody else has saved meanwhile fails the batch, which is then taken in again.
/// </summary>
public static class OrderSagaBatches
{
    /// <summary>Raises one message on the state machine.</summary>
    public delegate Task Raise(ConsumeContext context, OrderSaga saga, OrderMessage message);

    /// <exception cref="ConcurrencyException">Other news of one of the orders was saved first.</exception>
    public static async Task ApplyAsync(IStore store, ConsumeContext context, IReadOnlyList<NewsItem> news, Raise raise)
    {
        var sagas = store.ReadAtOnce(session => Load(session, news));
        foreach (var item in news.Where(item => sagas.ContainsKey(item.Message.ClOrdId)).OrderBy(item => item.Message.Seq))
        {
            using var span = Tracing.Resume($"{Failpoint.OrderSaga} hears", System.Diagnostics.ActivityKind.Consumer, item.Message.ClOrdId, () => item.TraceParent);
            await raise(context, sagas[item.Message.ClOrdId], item.Message).ConfigureAwait(false);
        }

        var saved = await store.WriteAsync(
            Turn.Of(Failpoint.OrderSaga), session => sagas.Values.Select(saga => Save(session, saga.ToRow())).ToList(), context.CancellationToken).ConfigureAwait(false);
        if (!saved.TrueForAll(written => written.IsOne))
        {
            throw new ConcurrencyException("Another event of an order was saved first", typeof(OrderSaga), sagas.Values.First().CorrelationId);
        }

        Failpoints.Hit(Failpoint.OrderSaga, Failpoint.Recorded);
    }

    // What a lost store had told is no news of the one restored in its place.
    private static Dictionary<string, OrderSaga> Load(StoreSession session, IReadOnlyList<NewsItem> news)
    {
        session.Ahead(ahead =>
        {
            foreach (var item in news)
            {
                RestoredState.IsOfLostStore(ahead, item.Message);
                SagaTable.Find(ahead, OrderSaga.IdOf(item.Message.ClOrdId));
            }
        });
        return news.Where(item => !RestoredState.IsOfLostStore(session, item.Message)).Select(item => item.Message.ClOrdId).Distinct().ToDictionary(
            clOrdId => clOrdId,
            clOrdId => SagaTable.Find(session, OrderSaga.IdOf(clOrdId)) is { } row ? OrderSaga.Of(row) : new OrderSaga { CorrelationId = OrderSaga.IdOf(clOrdId), ClOrdId = clOrdId });
    }

    private static Written Save(StoreSession session, SagaRow row) => row.Version == 0 ? SagaTable.Insert(session, row) : SagaTable.Update(session, row);
}
