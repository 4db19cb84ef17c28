using MassTransit;
using Pipeline.Bus;
using Pipeline.Store.Steps;

namespace Pipeline.Validation;

/// <summary>How the queue is worked off.</summary>
public sealed class ConsumerDefinition : ConsumerDefinition<Consumer>
{
    public ConsumerDefinition()
    {
        EndpointName = QueueNames.Validation;
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, Stages.Validation);
}
