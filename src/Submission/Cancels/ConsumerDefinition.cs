using MassTransit;
using Pipeline.Bus;
using Pipeline.Store.Steps;

namespace Pipeline.Submission.Cancels;

/// <summary>How the queue of cancels is worked off: beside submission's own, so that new orders that wait are passed.</summary>
public sealed class ConsumerDefinition : ConsumerDefinition<Consumer>
{
    public ConsumerDefinition()
    {
        EndpointName = QueueNames.Cancel;
        ConcurrentMessageLimit = 8;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UsePipelineConventions(context, Stages.Cancel);
}
