using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Bus.DeadLetters;
using Pipeline.Store;

namespace Pipeline.Bus;

/// <summary>What holds for every queue of the pipeline.</summary>
public static class EndpointConventions
{
    /// <summary>Applies the conventions: durability, retries that hold a message instead of failing it, dead letters, no fault events.</summary>
    public static void UsePipelineConventions(this IReceiveEndpointConfigurator endpoint, IServiceProvider services, string stage)
    {
        var options = services.GetRequiredService<IOptions<BusOptions>>().Value;

        // Nobody listens to Fault<T>, and a mandatory publish that nobody takes would fail.
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            Topology.QueueArguments.Apply(rabbit, options, endpoint.InputAddress.Segments[^1]);
        }

        endpoint.UseMessageRetry(retry =>
        {
            // While the store or the market's facts are away the message is held unacknowledged: this is no fault of its own.
            retry.Handle<StoreUnavailableException>();
            retry.Handle<FactsUnavailableException>();
            retry.Intervals([.. HoldIntervals()]);
        });

        // Two events of one order that meet: one of them loads again.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<ConcurrencyException>();
            retry.Immediate(50);
        });

        var deadLetters = ActivatorUtilities.CreateInstance<DeadLetterFilter>(services, stage);
        endpoint.ConfigureError(pipe =>
        {
            pipe.UseFilter(deadLetters);
            if (options.IsRabbitMq)
            {
                pipe.UseFilter(new MassTransit.Middleware.ErrorTransportFilter());
            }
        });
    }

    // Half a day of pauses of up to two seconds: longer than the broker leaves a message unacknowledged (30 minutes, then it
    // is delivered anew and counted once against the delivery limit).
    private static IEnumerable<TimeSpan> HoldIntervals()
    {
        for (var i = 0; i < 20_000; i++)
        {
            yield return TimeSpan.FromMilliseconds(Math.Min(2_000, 50 * (1 << Math.Min(i, 6))));
        }
    }
}
