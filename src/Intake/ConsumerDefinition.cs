using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.Intents;
using Pipeline.Store.Steps;

namespace Pipeline.Intake;

/// <summary>How intents are taken off their queue: any content type, many at a time, none repeated for being wrong.</summary>
public sealed class ConsumerDefinition : ConsumerDefinition<Consumer>
{
    public ConsumerDefinition()
    {
        EndpointName = QueueNames.Intake;
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UsePipelineConventions(context, Stages.Intake);
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.ClearSerialization();
        endpointConfigurator.AddSerializer(new RawIntentSerialization());
        endpointConfigurator.AddDeserializer(new RawIntentSerialization(), isDefault: true);
    }
}
