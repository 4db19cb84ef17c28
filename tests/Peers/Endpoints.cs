using MassTransit;

namespace Pipeline.Peers;

/// <summary>How every system on MassTransit is set up: confirms, quorum queues, and as many messages under way as MassTransit's guide advises.</summary>
internal static class Endpoints
{
    /// <param name="rabbit">The bus.</param>
    /// <param name="broker">The broker's address.</param>
    /// <param name="system">Whose exchanges they are: under the names of the messages alone, which others have too, each system would hear what the others say.</param>
    public static void UseBroker(this IRabbitMqBusFactoryConfigurator rabbit, Uri broker, string system)
    {
        rabbit.Host(broker, host => host.PublisherConfirmation = true);
        rabbit.MessageTopology.SetEntityNameFormatter(new PrefixEntityNameFormatter(rabbit.MessageTopology.EntityNameFormatter, $"{system}-"));
        rabbit.Publish<Told>(publish => publish.Exclude = true);
    }

    public static void Endpoint<TConsumer>(this IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context, string queue)
        where TConsumer : class, IConsumer => rabbit.ReceiveEndpoint(queue, endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.PrefetchCount = Hops.Prefetch;
            endpoint.ConcurrentMessageLimit = Hops.AtATime;
            endpoint.PublishFaults = false;
            endpoint.ConfigureConsumer<TConsumer>(context);
        });
}
