using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Bus.Watch;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Bus;

/// <summary>Puts the bus together: one transport, the workers' queues, and everything that publishes.</summary>
public static class BusRegistration
{
    /// <param name="services">The process's services.</param>
    /// <param name="options">Which transport.</param>
    /// <param name="workers">The workers that this process hosts.</param>
    /// <param name="addConsumers">Registers the consumers of the workers that this process hosts.</param>
    public static IServiceCollection AddPipelineBus(this IServiceCollection services, BusOptions options, IReadOnlyList<string> workers, Action<IBusRegistrationConfigurator> addConsumers)
    {
        services.AddSingleton<BusGate>();
        services.AddSingleton<BrokerNodes>();
        services.AddSingleton<FollowUpDispatcher>();
        services.AddSingleton<NewsFeed>();
        services.AddSingleton<LetterKeeper>();
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            // HTTP and recording serve while the broker is down, so the host's start must not wait for the bus; the gate does.
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(20);
        });
        // A trading system tells nobody outside how it is used.
        services.AddOptions<UsageTelemetryOptions>().Configure(telemetry => telemetry.Enabled = false);
        services.AddMassTransit(bus =>
        {
            addConsumers(bus);
            bus.AddReceiveObserver<ReplayObserver>();
            if (Failpoints.AreWatched)
            {
                bus.AddReceiveObserver<FailpointObserver>();
            }

            if (options.IsRabbitMq)
            {
                bus.AddReceiveObserver(provider => provider.GetRequiredService<Deliveries>());
                bus.AddReceiveEndpointObserver(provider => provider.GetRequiredService<Deliveries>());
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.UsePipelineBroker(options, context);
                    rabbit.ConfigureEndpoints(context);
                });
            }
            else
            {
                bus.AddPublishObserver(provider => provider.GetRequiredService<MemoryQueues>());
                bus.AddSendObserver(provider => provider.GetRequiredService<MemoryQueues>());
                bus.AddReceiveObserver(provider => provider.GetRequiredService<MemoryQueues>());
                bus.UsingInMemory((context, memory) =>
                {
                    memory.Publish<OrderMessage>(publish => publish.Exclude = true);
                    memory.ConfigureEndpoints(context);
                });
            }
        });

        // The broker blocks publishing connections while it has an alarm; consuming must go on, so it has another connection.
        if (options.IsRabbitMq)
        {
            services.AddMassTransit<IPublishingBus>(bus => bus.UsingRabbitMq((context, rabbit) => rabbit.UsePipelineBroker(options, context)));
            services.AddSingleton<Deliveries>();
            services.AddHostedService<ConsumerWatch>();
            if (workers.Contains(BrokerUsers.Drainer))
            {
                services.AddHostedService<BrokerDrain>();
            }

            services.AddSingleton<ILetterSender, BrokerLetterSender>();
            services.AddSingleton<IFollowUpPublisher>(provider =>
                new BusPublisher(provider.GetRequiredService<IPublishingBus>(), provider.GetRequiredService<IOptions<BusOptions>>(), provider.GetRequiredService<PublishWatch>()));
        }
        else
        {
            services.AddSingleton<MemoryQueues>();
            services.AddSingleton<IProcessGauge>(provider => provider.GetRequiredService<MemoryQueues>());
            services.AddSingleton<ILetterSender>(provider =>
                new MemoryLetterSender(provider.GetRequiredService<IBus>(), provider.GetRequiredService<IOptions<BusOptions>>()));
            services.AddSingleton<IFollowUpPublisher>(provider =>
                new BusPublisher(provider.GetRequiredService<IBus>(), provider.GetRequiredService<IOptions<BusOptions>>(), provider.GetRequiredService<PublishWatch>()));
        }

        services.AddSingleton(new PublishWatch(TimeProvider.System));

        // Stages ask who is next door, and are next door themselves.
        services.AddSingleton(provider =>
        {
            var (handOvers, sequels) = (new Lazy<HandOvers?>(provider.GetService<HandOvers>), new Lazy<Sequels?>(provider.GetService<Sequels>));
            return new OnwardStages(message => handOvers.Value?.NextDoor(message), StageMetrics.Note, () => sequels.Value);
        });
        services.AddSingleton<PutOffs>();
        services.AddHostedService<BusStart>();
        services.AddHostedService(provider => provider.GetRequiredService<NewsFeed>());
        if (options.IsRabbitMq)
        {
            // It is the first to stop: what a stage records until then is told by the others.
            services.AddSingleton(provider => new HandOvers(
                provider.GetServices<ILocalStage>(), provider.GetRequiredService<Deliveries>().IsWorkedOff, provider.GetRequiredService<PublishWatch>(), provider.GetRequiredService<PutOffs>(),
                provider.GetRequiredService<IOptions<BusOptions>>(), HandOvers.DefaultPatience));
            services.AddHostedService(provider => provider.GetRequiredService<HandOvers>());
            services.AddSingleton<Sequels>();
        }

        if (BrokerUsers.Sweepers.Any(workers.Contains))
        {
            services.AddHostedService<FollowUpSweep>();
        }

        return services;
    }
}
