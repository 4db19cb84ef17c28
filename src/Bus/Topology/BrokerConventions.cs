using MassTransit;
using Pipeline.Messages.Orders;

namespace Pipeline.Bus.Topology;

/// <summary>How every connection of MassTransit's to RabbitMQ is set up.</summary>
internal static class BrokerConventions
{
    public static void UsePipelineBroker(this IRabbitMqBusFactoryConfigurator rabbit, BusOptions options)
    {
        var address = BrokerAddress.Parse(options.Broker);
        var (node, port) = address.Nodes[0];
        rabbit.Host(node, (ushort)port, address.VirtualHost, host =>
        {
            host.Username(address.User);
            host.Password(address.Password);
            host.PublisherConfirmation = true;
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.OnRefreshConnectionFactory = factory =>
            {
                factory.WithBroker(options);
                return Task.CompletedTask;
            };
        });

        // A message's exchange stands when the gate opens, and a worker's user may not declare it.
        rabbit.Publish<OrderMessage>(publish => publish.Exclude = true);
        foreach (var message in BrokerTopology.Published)
        {
            rabbit.Publish(message, publish => publish.Exclude = true);
        }
    }
}
