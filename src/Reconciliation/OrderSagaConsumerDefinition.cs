using MassTransit;
using Pipeline.Bus;

namespace Pipeline.Reconciliation;

/// <summary>How the queue is worked off: many batches are at hand, so that those of one group are (<see cref="NewsLane"/>), which has one group at a time: two that tell of one order would meet.</summary>
public sealed class OrderSagaConsumerDefinition : ConsumerDefinition<OrderSagaConsumer>
{
    public OrderSagaConsumerDefinition()
    {
        EndpointName = QueueNames.OrderSagaNews;
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<OrderSagaConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, QueueNames.OrderSagaNews);
}
