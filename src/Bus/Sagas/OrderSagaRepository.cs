using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Bus.Sagas;

/// <summary>
/// MassTransit's saga repository over our store: loads from the last commit, saves through the one writer with a version
/// check. Who loses the race gets a <see cref="ConcurrencyException"/> and loads again.
/// </summary>
public sealed class OrderSagaRepository(IStore store) : ISagaRepositoryContextFactory<OrderSaga>, ILoadSagaRepositoryContextFactory<OrderSaga>
{
    public void Probe(ProbeContext context) => context.Add("persistence", "pipeline store");

    // What a lost store had told is no news of the one restored in its place. A message that nobody says is consumed would be
    // moved to the skipped ones.
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<OrderSaga, T>> next)
        where T : class
    {
        if (context.Message is not OrderMessage message)
        {
            return next.Send(new OrderSagaContext<T>(store, context, null));
        }

        var found = store.ReadAtOnce(session => Find(session, message));
        return found.IsLost ? context.NotifyConsumed(context, TimeSpan.Zero, nameof(OrderSagaRepository)) : next.Send(new OrderSagaContext<T>(store, context, found));
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<OrderSaga> query, IPipe<SagaRepositoryQueryContext<OrderSaga, T>> next)
        where T : class => throw new NotSupportedException("Order sagas are found by their id alone");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<OrderSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new LoadContext(store, cancellationToken));

    private static Found Find(StoreSession session, OrderMessage message)
    {
        var id = SagaTable.IdOf(message.ClOrdId);
        return RestoredState.IsOfLostStore(session, message) ? new Found(id, null, IsLost: true) : new Found(id, SagaTable.Find(session, id), IsLost: false);
    }

    private static OrderSaga? Load(IStore store, Guid correlationId) => ToSaga(store.ReadAtOnce(session => SagaTable.Find(session, correlationId)));

    private static OrderSaga? ToSaga(SagaRow? row) => row is null ? null : OrderSaga.Of(row);

    private static async Task SaveAsync(IStore store, OrderSaga saga, Func<StoreSession, SagaRow, Written> save, CancellationToken cancellationToken)
    {
        var row = saga.ToRow();
        var written = await store.WriteAsync(Turn.Of($"saga/{row.ClOrdId}"), session => save(session, row), cancellationToken).ConfigureAwait(false);
        if (!written.IsOne)
        {
            throw new ConcurrencyException("Another event of the order was saved first", typeof(OrderSaga), saga.CorrelationId);
        }

        Failpoints.Hit(Failpoint.OrderSaga, Failpoint.Recorded);
    }

    // An order's saga as it stood when its message came.
    private sealed record Found(Guid CorrelationId, SagaRow? Row, bool IsLost);

    private sealed class OrderSagaContext<T>(IStore store, ConsumeContext<T> context, Found? found) : ConsumeContextScope<T>(context), SagaRepositoryContext<OrderSaga, T>
        where T : class
    {
        private readonly ConsumeContext<T> context = context;

        public Task<SagaConsumeContext<OrderSaga, T>> Add(OrderSaga instance) => Use(context, instance);

        // A new saga is written when its first event has been applied (Save), not empty beforehand.
        public Task<SagaConsumeContext<OrderSaga, T>> Insert(OrderSaga instance) => Use(context, instance);

        public Task<SagaConsumeContext<OrderSaga, T>> Load(Guid correlationId) =>
            (found?.CorrelationId == correlationId ? ToSaga(found.Row) : OrderSagaRepository.Load(store, correlationId)) is { } saga ? Use(context, saga) : Task.FromResult<SagaConsumeContext<OrderSaga, T>>(null!);

        public Task Save(SagaConsumeContext<OrderSaga> context) => SaveAsync(store, context.Saga, SagaTable.Insert, CancellationToken);

        public Task Update(SagaConsumeContext<OrderSaga> context) => SaveAsync(store, context.Saga, SagaTable.Update, CancellationToken);

        public Task Delete(SagaConsumeContext<OrderSaga> context) => throw new NotSupportedException("Order sagas are kept");

        public Task Discard(SagaConsumeContext<OrderSaga> context) => Task.CompletedTask;

        public Task Undo(SagaConsumeContext<OrderSaga> context) => Task.CompletedTask;

        public Task<SagaConsumeContext<OrderSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
            ConsumeContext<TMessage> consumeContext, OrderSaga instance, SagaConsumeContextMode mode)
            where TMessage : class => Use(consumeContext, instance);

        private static Task<SagaConsumeContext<OrderSaga, TMessage>> Use<TMessage>(ConsumeContext<TMessage> context, OrderSaga saga)
            where TMessage : class =>
            Task.FromResult<SagaConsumeContext<OrderSaga, TMessage>>(new DefaultSagaConsumeContext<OrderSaga, TMessage>(context, saga));
    }

    private sealed class LoadContext(IStore store, CancellationToken cancellationToken)
        : MassTransit.Middleware.BasePipeContext(cancellationToken), LoadSagaRepositoryContext<OrderSaga>
    {
        public Task<OrderSaga> Load(Guid correlationId) => Task.FromResult(OrderSagaRepository.Load(store, correlationId)!);
    }
}
