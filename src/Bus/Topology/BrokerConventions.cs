using MassTransit;
using Pipeline.Messages.Orders;

namespace Pipeline.Bus.Topology;

/// <summary>How every connection to RabbitMQ is set up.</summary>
internal static class BrokerConventions
{
    public static void UsePipelineBroker(this IRabbitMqBusFactoryConfigurator rabbit, BusOptions options)
    {
        rabbit.Host(new Uri(options.Broker), host =>
        {
            host.PublisherConfirmation = true;
            host.UseBrokerTls(options);
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            host.Heartbeat(TimeSpan.FromSeconds(10));
        });
        rabbit.Publish<OrderMessage>(publish => publish.Exclude = true);
        rabbit.SendTopology.ConfigureErrorSettings = QueueArguments.ForErrors;
        rabbit.SendTopology.ConfigureDeadLetterSettings = QueueArguments.ForErrors;
    }
}
