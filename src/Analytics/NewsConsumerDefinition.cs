using MassTransit;
using Pipeline.Bus;

namespace Pipeline.Analytics;

/// <summary>How the queue is worked off: one batch at a time, since nothing waits for it.</summary>
public sealed class NewsConsumerDefinition : ConsumerDefinition<NewsConsumer>
{
    public NewsConsumerDefinition()
    {
        EndpointName = QueueNames.AnalyticsNews;
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<NewsConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // The next ones are at hand: a broker that is short of time takes a third of a second from an acknowledgement to the delivery after it.
        endpointConfigurator.PrefetchCount = 16;
        endpointConfigurator.UsePipelineConventions(context, QueueNames.AnalyticsNews);
    }
}
