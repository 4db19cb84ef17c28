using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.Sagas;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Reconciliation;

/// <summary>Feeds batches of news to the order sagas, those that wait at the same time together. Shell only.</summary>
public sealed class OrderSagaConsumer(OrderStateMachine machine, NewsLane lane, IStore store, LetterKeeper keeper, TimeProvider clock)
    : NewsConsumer(QueueNames.OrderSaga, keeper, clock), IConsumer<NewsBatch>
{
    public Task Consume(ConsumeContext<NewsBatch> context) => HandleOrKeepAsync(context, context.Message.Items);

    protected override Task HandleAsync(ConsumeContext context, IReadOnlyList<NewsItem> news) =>
        lane.RunAsync(news, together => OrderSagaBatches.ApplyAsync(store, context, together, machine.ApplyAsync), context.CancellationToken);
}
