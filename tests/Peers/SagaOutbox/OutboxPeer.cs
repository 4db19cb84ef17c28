using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Peers.SagaOutbox;

/// <summary>
/// What a user would build instead: MassTransit with one saga that asks the workers, one after the other, and an outbox table that is written with
/// the saga and sent by a service of its own. Workers keep nothing.
/// </summary>
/// <param name="broker">The broker's address.</param>
/// <param name="folder">Where the store is made.</param>
internal sealed class OutboxPeer(Uri broker, string folder) : IPeer
{
    private readonly Progress progress = new();
    private readonly OutboxStore store = new(Path.Combine(folder, "saga-outbox.db"));
    private IHost host = null!;
    private Delivery delivery = null!;

    public long Finished => progress.Finished;

    public async Task StartAsync(Calls called, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(called).AddSingleton(progress).AddSingleton(store).AddSingleton<Delivery>();
        builder.Services.AddOptions<UsageTelemetryOptions>().Configure(telemetry => telemetry.Enabled = false);
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.Services.AddMassTransit(registration =>
        {
            registration.AddConsumer<ValidationWorker>();
            registration.AddConsumer<SessionWorker>();
            registration.AddConsumer<SubmissionWorker>();
            registration.AddConsumer<Orchestrator>();
            registration.AddConsumer<OutboxAnalytics>();
            registration.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.UseBroker(broker, "outbox");
                rabbit.Endpoint<ValidationWorker>(context, $"outbox-{Hops.Validation}");
                rabbit.Endpoint<SessionWorker>(context, $"outbox-{Hops.Session}");
                rabbit.Endpoint<SubmissionWorker>(context, $"outbox-{Hops.Submission}");
                rabbit.Endpoint<Orchestrator>(context, $"outbox-{Hops.Saga}");
                rabbit.Endpoint<OutboxAnalytics>(context, $"outbox-{Hops.Analytics}");
            });
        });
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Delivery>());
        host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        delivery = host.Services.GetRequiredService<Delivery>();
    }

    public async Task<string> TakeAsync(int number, CancellationToken cancellationToken)
    {
        var (id, intent) = (Guid.NewGuid().ToString("N"), $"intent-{number}");
        await store.WriteAsync(statements =>
        {
            statements.Begin(id, intent);
            statements.Send(new Validate(id, intent, 1, 1, DateTimeOffset.UtcNow));
            return true;
        }).ConfigureAwait(false);
        delivery.Tell();
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync().ConfigureAwait(false);
        host.Dispose();
        await store.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>How far the sagas and the analytics have come.</summary>
internal sealed class Progress
{
    private long done;
    private long heard;

    public long Finished => Math.Min(Interlocked.Read(ref done), Interlocked.Read(ref heard));

    public void Done() => Interlocked.Increment(ref done);

    public Task HearAsync()
    {
        Interlocked.Increment(ref heard);
        return Task.CompletedTask;
    }
}
