using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;

namespace Pipeline.Bus.Topology;

/// <summary>How every connection of MassTransit's to RabbitMQ is set up.</summary>
internal static class BrokerConventions
{
    public static void UsePipelineBroker(this IRabbitMqBusFactoryConfigurator rabbit, BusOptions options, IServiceProvider services)
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
            host.OnRefreshConnectionFactory = async factory =>
            {
                // Not before a node has answered, and then that one first.
                await services.GetRequiredService<BusGate>().WaitForQueuesAsync(services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping).ConfigureAwait(false);
                factory.WithBroker(options, services.GetRequiredService<BrokerNodes>());
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
