using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Bus.DeadLetters;
using Pipeline.Bus.Topology;
using Pipeline.Store;

namespace Pipeline.Bus;

/// <summary>What holds for every queue of the pipeline.</summary>
public static class EndpointConventions
{
    /// <summary>Applies the conventions: durability, retries that hold a message instead of failing it, dead letters, no fault events.</summary>
    public static void UsePipelineConventions(this IReceiveEndpointConfigurator endpoint, IServiceProvider services, string stage)
    {
        // What flows into a queue is said by BrokerTopology alone: a consumer also takes what only a replay brings.
        endpoint.ConfigureConsumeTopology = false;
        if (endpoint is IInMemoryReceiveEndpointConfigurator memory)
        {
            foreach (var (_, message) in BrokerTopology.Consumers.Where(consumer => consumer.Queue == endpoint.InputAddress.Segments[^1]))
            {
                message.BindInMemory(memory);
            }
        }

        // Nobody listens to Fault<T>, and a mandatory publish that nobody takes would fail.
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            var queues = new StandingQueues(services.GetRequiredService<FollowUps.BusGate>());
            rabbit.ConfigureChannel(channel => channel.UseFilter(queues));
        }

        endpoint.UseMessageRetry(retry =>
        {
            // While the store or the market's facts are away the message is held unacknowledged: this is no fault of its own.
            retry.Handle<StoreUnavailableException>();
            retry.Handle<FactsUnavailableException>();
            retry.Intervals([.. Enumerable.Range(0, HoldPauses.Count).Select(HoldPauses.Of)]);
        });

        // Two events of one order that meet: one of them loads again.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<ConcurrencyException>();
            retry.Immediate(50);
        });

        // Both are kept in the store, where people act on them, and nowhere else: on the broker nobody would look after them.
        var deadLetters = ActivatorUtilities.CreateInstance<DeadLetterFilter>(services, stage);
        var skipped = ActivatorUtilities.CreateInstance<SkippedFilter>(services, stage);
        endpoint.ConfigureError(pipe => pipe.UseFilter(deadLetters));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(skipped));
    }
}
