using MassTransit;
using Pipeline.Bus;
using Pipeline.Store.Steps;

namespace Pipeline.Analytics;

/// <summary>How the queue is worked off: few at a time, since nothing waits for it.</summary>
public sealed class ConsumerDefinition : ConsumerDefinition<Consumer>
{
    public ConsumerDefinition()
    {
        EndpointName = QueueNames.Analytics;
        ConcurrentMessageLimit = 8;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, Stages.Analytics);
}
