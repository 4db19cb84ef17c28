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
        where T : class =>
        context.Message is OrderMessage message && store.Read(session => RestoredState.IsOfLostStore(session, message))
            ? context.NotifyConsumed(context, TimeSpan.Zero, nameof(OrderSagaRepository))
            : next.Send(new OrderSagaContext<T>(store, context));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<OrderSaga> query, IPipe<SagaRepositoryQueryContext<OrderSaga, T>> next)
        where T : class => throw new NotSupportedException("Order sagas are found by their id alone");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<OrderSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new LoadContext(store, cancellationToken));

    private static OrderSaga? Load(IStore store, Guid correlationId) => store.Read(session => SagaTable.Find(session, correlationId)) is { } row
        ? new OrderSaga
        {
            CorrelationId = row.CorrelationId,
            ClOrdId = row.ClOrdId,
            CurrentState = row.State,
            Mark = new OrderMark(row.Pass, row.Attempt, row.LedgerSeq),
            LastSeq = row.LastSeq,
            Version = row.Version,
        }
        : null;

    private static async Task SaveAsync(IStore store, OrderSaga saga, Func<StoreSession, SagaRow, bool> save, CancellationToken cancellationToken)
    {
        var row = new SagaRow
        {
            CorrelationId = saga.CorrelationId,
            ClOrdId = saga.ClOrdId,
            State = saga.CurrentState,
            Pass = saga.Mark.Pass,
            Attempt = saga.Mark.Attempt,
            LedgerSeq = saga.Mark.LedgerSeq,
            LastSeq = saga.LastSeq,
            Version = saga.Version,
        };
        if (!await store.WriteAsync(Turn.Of($"saga/{row.ClOrdId}"), session => save(session, row), cancellationToken).ConfigureAwait(false))
        {
            throw new ConcurrencyException("Another event of the order was saved first", typeof(OrderSaga), saga.CorrelationId);
        }

        Failpoints.Hit(Failpoint.OrderSaga, Failpoint.Recorded);
    }

    private sealed class OrderSagaContext<T>(IStore store, ConsumeContext<T> context) : ConsumeContextScope<T>(context), SagaRepositoryContext<OrderSaga, T>
        where T : class
    {
        private readonly ConsumeContext<T> context = context;

        public Task<SagaConsumeContext<OrderSaga, T>> Add(OrderSaga instance) => Use(context, instance);

        // A new saga is written when its first event has been applied (Save), not empty beforehand.
        public Task<SagaConsumeContext<OrderSaga, T>> Insert(OrderSaga instance) => Use(context, instance);

        public Task<SagaConsumeContext<OrderSaga, T>> Load(Guid correlationId) =>
            OrderSagaRepository.Load(store, correlationId) is { } saga ? Use(context, saga) : Task.FromResult<SagaConsumeContext<OrderSaga, T>>(null!);

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
