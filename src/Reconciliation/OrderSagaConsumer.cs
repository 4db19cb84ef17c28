using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.Sagas;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Reconciliation;

/// <summary>Feeds batches of news to the order sagas. Shell only.</summary>
public sealed class OrderSagaConsumer(OrderStateMachine machine, IStore store, LetterKeeper keeper, TimeProvider clock) : NewsConsumer(QueueNames.OrderSaga, keeper, clock), IConsumer<NewsBatch>
{
    public Task Consume(ConsumeContext<NewsBatch> context) => HandleOrKeepAsync(context, context.Message.Items);

    protected override Task HandleAsync(ConsumeContext context, IReadOnlyList<NewsItem> news) => OrderSagaBatches.ApplyAsync(store, context, news, machine.ApplyAsync);
}
