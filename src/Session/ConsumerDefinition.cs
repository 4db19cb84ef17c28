using MassTransit;
using Pipeline.Bus;
using Pipeline.Store.Steps;

namespace Pipeline.Session;

/// <summary>How the queue is worked off.</summary>
public sealed class ConsumerDefinition : ConsumerDefinition<Consumer>
{
    public ConsumerDefinition()
    {
        EndpointName = QueueNames.Session;
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, Stages.Session);
}
