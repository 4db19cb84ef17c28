using JasperFx.CodeGeneration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Postgresql;
using Wolverine.RabbitMQ;

namespace Pipeline.Peers;

/// <summary>
/// Wolverine with its durable inbox and outbox on PostgreSQL: the same hops and the same fan-out, each handler's messages stored with what it has taken
/// in before they go. Its guide's settings for one node: quorum queues, as many at a time as everywhere here, every listener and sender durable.
/// </summary>
/// <param name="broker">The broker's address.</param>
/// <param name="postgres">The database, postgres://user@host:port/name.</param>
internal sealed class WolverinePeer(Uri broker, Uri postgres) : IPeer
{
    private readonly Watchers watchers = new();
    private IHost host = null!;

    public long Finished => watchers.Finished;

    public async Task StartAsync(Calls called, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(called).AddSingleton(watchers);
        builder.UseWolverine(wolverine =>
        {
            wolverine.UseRuntimeCompilation();
            wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
            wolverine.Discovery.DisableConventionalDiscovery();
            wolverine.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
            wolverine.Durability.Mode = DurabilityMode.Solo;

            // One message goes to several queues of one process, whose inbox would take the second for the first once more.
            wolverine.Durability.MessageIdentity = MessageIdentity.IdAndDestination;
            wolverine.PersistMessagesWithPostgresql($"Host={postgres.Host};Port={postgres.Port};Username={postgres.UserInfo};Database={postgres.AbsolutePath[1..]};Max Auto Prepare=100;Auto Prepare Min Usages=2;No Reset On Close=true;Maximum Pool Size=40", "wolverine");
            wolverine.Policies.UseDurableInboxOnAllListeners();
            wolverine.Policies.UseDurableOutboxOnAllSendingEndpoints();
            wolverine.UseRabbitMq(broker).UseQuorumQueues().AutoProvision();
            Route<Proposed>(wolverine, Hops.Validation, Hops.Saga);
            Route<Validated>(wolverine, Hops.Session, Hops.Saga);
            Route<Released>(wolverine, Hops.Submission, Hops.Saga);
            Route<Submitting>(wolverine, Hops.Saga);
            Route<Acknowledged>(wolverine, Hops.Reconciliation, Hops.Saga);
            Route<Filled>(wolverine, Hops.Analytics, Hops.Saga);
            Listen<ValidationHandler>(wolverine, Hops.Validation);
            Listen<SessionHandler>(wolverine, Hops.Session);
            Listen<SubmissionHandler>(wolverine, Hops.Submission);
            Listen<ReconciliationHandler>(wolverine, Hops.Reconciliation);
            Listen<SagaHandler>(wolverine, Hops.Saga);
            Listen<AnalyticsHandler>(wolverine, Hops.Analytics);
        });
        host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> TakeAsync(int number, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(new Proposed(id, $"intent-{number}", 1, 1, DateTimeOffset.UtcNow)).ConfigureAwait(false);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync().ConfigureAwait(false);
        host.Dispose();
    }

    private static string QueueOf(string hop) => $"wolverine-{hop}";

    private static void Route<T>(WolverineOptions wolverine, params string[] hops) => wolverine.PublishMessage<T>().ToRabbitExchange($"wolverine-{typeof(T).Name}", exchange =>
    {
        exchange.ExchangeType = ExchangeType.Fanout;
        foreach (var hop in hops)
        {
            exchange.BindQueue(QueueOf(hop), "");
        }
    });

    private static void Listen<THandler>(WolverineOptions wolverine, string hop)
    {
        wolverine.Discovery.IncludeType<THandler>();
        wolverine.ListenToRabbitQueue(QueueOf(hop)).PreFetchCount(Hops.Prefetch).MaximumParallelMessages(Hops.AtATime).AddStickyHandler(typeof(THandler));
    }
}

#pragma warning disable CA1822, CA1515 // Wolverine writes code that calls them, by their names, on an instance.

public sealed class ValidationHandler
{
    public Validated Handle(Proposed told) => new(told.ClOrdId, told.IntentId, 1, 2, DateTimeOffset.UtcNow);
}

public sealed class SessionHandler
{
    public Released Handle(Validated told) => new(told.ClOrdId, told.IntentId, 1, 3, DateTimeOffset.UtcNow);
}

public sealed class SubmissionHandler
{
    public (Submitting, Acknowledged) Handle(Released told, Calls called)
    {
        called.Note(told.ClOrdId);
        return (new Submitting(told.ClOrdId, told.IntentId, 1, 4, DateTimeOffset.UtcNow), new Acknowledged(told.ClOrdId, told.IntentId, 1, 5, DateTimeOffset.UtcNow));
    }
}

public sealed class ReconciliationHandler
{
    public Filled Handle(Acknowledged told) => new(told.ClOrdId, told.IntentId, 1, 6, DateTimeOffset.UtcNow);
}

public sealed class SagaHandler
{
    public Task Handle(Proposed told, Watchers watchers) => watchers.HearAsync();

    public Task Handle(Validated told, Watchers watchers) => watchers.HearAsync();

    public Task Handle(Released told, Watchers watchers) => watchers.HearAsync();

    public Task Handle(Submitting told, Watchers watchers) => watchers.HearAsync();

    public Task Handle(Acknowledged told, Watchers watchers) => watchers.HearAsync();

    public Task Handle(Filled told, Watchers watchers) => watchers.HearAsync();
}

public sealed class AnalyticsHandler
{
    public Task Handle(Filled told, Watchers watchers) => watchers.HearAsync();
}
