using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Simulation;

/// <summary>
/// Moves the order sagas without a bus: the table is <see cref="OrderProgress"/> and the rows are those of the store, as for the
/// state machine that listens on a queue.
/// </summary>
internal static class OrderSagas
{
    public static void Apply(StoreSession session, OrderMessage message)
    {
        if (RestoredState.IsOfLostStore(session, message))
        {
            return;
        }

        var news = OrderNews.Of(message);
        var known = SagaTable.Find(session, SagaTable.IdOf(message.ClOrdId));
        var mark = known is null ? OrderMark.Start : new OrderMark(known.Pass, known.Attempt, known.LedgerSeq, known.LastSeq);
        var next = mark.With(news);
        var row = new SagaRow
        {
            CorrelationId = SagaTable.IdOf(message.ClOrdId),
            ClOrdId = message.ClOrdId,
            State = StateAfter(known, mark, news).ToString(),
            Pass = next.Pass,
            Attempt = next.Attempt,
            LedgerSeq = next.LedgerSeq,
            LastSeq = next.LastSeq,
            Version = known?.Version ?? 0,
        };
        if (!(known is null ? SagaTable.Insert(session, row) : SagaTable.Update(session, row)).IsOne)
        {
            throw new InvalidOperationException($"Somebody else writes the saga of {message.ClOrdId}; a simulation has one writer");
        }
    }

    private static OrderState StateAfter(SagaRow? known, OrderMark mark, OrderNews news)
    {
        if (known is null)
        {
            return OrderProgress.First(news.Trigger);
        }

        var state = Enum.Parse<OrderState>(known.State);
        return OrderProgress.Row(state, news.Trigger) is { } advance && OrderProgress.Applies(advance.When, mark, news) ? advance.To : state;
    }
}
