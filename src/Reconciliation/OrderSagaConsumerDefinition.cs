using MassTransit;
using Pipeline.Bus;

namespace Pipeline.Reconciliation;

/// <summary>How the queue is worked off: one batch at a time, since two that tell of one order would meet.</summary>
public sealed class OrderSagaConsumerDefinition : ConsumerDefinition<OrderSagaConsumer>
{
    public OrderSagaConsumerDefinition()
    {
        EndpointName = QueueNames.OrderSagaNews;
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<OrderSagaConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, QueueNames.OrderSagaNews);
}
