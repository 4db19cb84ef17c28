using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.Sagas;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Reconciliation;

/// <summary>Feeds batches of news to the order sagas. Shell only.</summary>
public sealed class OrderSagaConsumer(OrderStateMachine machine, IStore store, LetterKeeper keeper, TimeProvider clock) : NewsConsumer(QueueNames.OrderSaga, keeper, clock)
{
    protected override bool Wants(OrderMessage message) => true;

    protected override Task HandleAsync(ConsumeContext<NewsBatch> context, IReadOnlyList<NewsItem> news) => OrderSagaBatches.ApplyAsync(store, context, news, machine.ApplyAsync);
}

/// <summary>One batch at a time: two that tell of one order would meet. The queue's conventions are the saga's.</summary>
public sealed class OrderSagaConsumerDefinition : ConsumerDefinition<OrderSagaConsumer>
{
    public OrderSagaConsumerDefinition() => EndpointName = QueueNames.OrderSaga;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<OrderSagaConsumer> consumerConfigurator, IRegistrationContext context) =>
        consumerConfigurator.UseConcurrentMessageLimit(1);
}
