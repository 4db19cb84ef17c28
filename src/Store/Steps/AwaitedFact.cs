using System.Runtime.ExceptionServices;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// What an order waits for at a stage, as its story tells it: once a stage, pass and fact, however often the stage asks again. It is no
/// decision, so nothing follows from it.
/// </summary>
public static class AwaitedFact
{
    /// <summary>Runs a step, and writes down what it lacks where it can't decide yet.</summary>
    /// <exception cref="FactsUnavailableException">The step's own: the message waits.</exception>
    public static async Task<T> NotedAsync<T>(IStore store, string stage, OrderMessage message, Func<Task<T>> step, TimeProvider clock)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (FactsUnavailableException e) when (e.Code is { } code)
        {
            await NoteAsync(store, stage, message, code, e.Detail, clock.GetUtcNow()).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(e);
            throw;
        }
    }

    /// <summary>The newest fact that an order has waited for at a stage in its pass; null when it has waited for none.</summary>
    public static string? Find(StoreSession session, string clOrdId, string stage, int pass) => session.QueryFirst<string>(
        """
        SELECT data ->> 'code' || ': ' || (data ->> 'detail') FROM journal
        WHERE cl_ord_id = @clOrdId AND kind = 'FactAwaited' AND stage = @stage AND pass = @pass ORDER BY seq DESC LIMIT 1
        """,
        new { clOrdId, stage, pass });

    /// <summary>Writes down what an order waits for at a stage, unless its story says so already.</summary>
    public static void Note(StoreSession session, Order order, string stage, string code, string? detail, DateTimeOffset now)
    {
        if (StepTable.TryInsert(session, order.ClOrdId, NameOf(stage, code), order.Pass, JournalKinds.FactAwaited, now))
        {
            JournalTable.Append(session, order, stage, JournalKinds.FactAwaited, now, new { code, detail, order.ValidUntil });
        }
    }

    private static string NameOf(string stage, string code) => $"waits:{stage}:{code}";

    private static async Task NoteAsync(IStore store, string stage, OrderMessage message, string code, string? detail, DateTimeOffset now)
    {
        if (store.Read(session => StepTable.Exists(session, message.ClOrdId, NameOf(stage, code), message.Pass)))
        {
            return;
        }

        await store.WriteAsync(
            Turn.OfOrder(message.ClOrdId),
            session =>
            {
                if (OrderTable.Find(session, message.ClOrdId) is { } order && order.Pass == message.Pass)
                {
                    Note(session, order, stage, code, detail, now);
                }

                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
    }
}
