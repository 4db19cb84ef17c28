using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Peers;

/// <summary>
/// A MassTransit chain of the pipeline's hops with its fan-out to sagas, reconciliation and analytics, all of them empty; no store, no rules, no outbox.
/// What a consumer has published is lost with it.
/// </summary>
/// <param name="broker">The broker's address.</param>
internal sealed class Bare(Uri broker) : IPeer
{
    private readonly Watchers watchers = new();
    private IHost host = null!;
    private IBus bus = null!;

    public long Finished => watchers.Finished;

    public async Task StartAsync(Calls called, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(called).AddSingleton(watchers);
        builder.Services.AddOptions<UsageTelemetryOptions>().Configure(telemetry => telemetry.Enabled = false);
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.Services.AddMassTransit(registration =>
        {
            registration.AddConsumer<ValidationConsumer>();
            registration.AddConsumer<SessionConsumer>();
            registration.AddConsumer<SubmissionConsumer>();
            registration.AddConsumer<ReconciliationConsumer>();
            registration.AddConsumer<SagaConsumer>();
            registration.AddConsumer<AnalyticsConsumer>();
            registration.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.UseBroker(broker, "bare");
                rabbit.Endpoint<ValidationConsumer>(context, $"bare-{Hops.Validation}");
                rabbit.Endpoint<SessionConsumer>(context, $"bare-{Hops.Session}");
                rabbit.Endpoint<SubmissionConsumer>(context, $"bare-{Hops.Submission}");
                rabbit.Endpoint<ReconciliationConsumer>(context, $"bare-{Hops.Reconciliation}");
                rabbit.Endpoint<SagaConsumer>(context, $"bare-{Hops.Saga}");
                rabbit.Endpoint<AnalyticsConsumer>(context, $"bare-{Hops.Analytics}");
            });
        });
        host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        bus = host.Services.GetRequiredService<IBus>();
    }

    // Its sender is told at once, as nothing is recorded: the first message is on the path to the venue.
    public Task<string> TakeAsync(int number, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        _ = Task.Run(() => bus.Publish(new Proposed(id, $"intent-{number}", 1, 1, DateTimeOffset.UtcNow), cancellationToken), cancellationToken);
        return Task.FromResult(id);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync().ConfigureAwait(false);
        host.Dispose();
    }

    private sealed class ValidationConsumer : IConsumer<Proposed>
    {
        public Task Consume(ConsumeContext<Proposed> context) =>
            context.Publish(new Validated(context.Message.ClOrdId, context.Message.IntentId, 1, 2, DateTimeOffset.UtcNow));
    }

    private sealed class SessionConsumer : IConsumer<Validated>
    {
        public Task Consume(ConsumeContext<Validated> context) =>
            context.Publish(new Released(context.Message.ClOrdId, context.Message.IntentId, 1, 3, DateTimeOffset.UtcNow));
    }

    private sealed class SubmissionConsumer(Calls called) : IConsumer<Released>
    {
        public async Task Consume(ConsumeContext<Released> context)
        {
            var told = context.Message;
            called.Note(told.ClOrdId);
            await Task.WhenAll(
                context.Publish(new Submitting(told.ClOrdId, told.IntentId, 1, 4, DateTimeOffset.UtcNow)),
                context.Publish(new Acknowledged(told.ClOrdId, told.IntentId, 1, 5, DateTimeOffset.UtcNow))).ConfigureAwait(false);
        }
    }

    private sealed class ReconciliationConsumer : IConsumer<Acknowledged>
    {
        public Task Consume(ConsumeContext<Acknowledged> context) =>
            context.Publish(new Filled(context.Message.ClOrdId, context.Message.IntentId, 1, 6, DateTimeOffset.UtcNow));
    }
}
