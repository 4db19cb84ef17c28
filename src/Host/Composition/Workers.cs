using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Access.Keys;
using Pipeline.Operator;
using Pipeline.Operator.Audit;
using Pipeline.Operator.DeadLetters;
using Pipeline.Operator.Http;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Sagas;
using Pipeline.Intake.Mcp;
using Pipeline.Reconciliation;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Orders;
using Pipeline.Venues;

namespace Pipeline.Host.Composition;

/// <summary>The workers by name, and what each brings into a process.</summary>
internal static class Workers
{
    // What a venue that falls silent can owe an answer, beside what the queue gives.
    private const int CallsAtATime = 128;

    private static readonly Dictionary<string, (Action<IServiceCollection> Services, Action<IBusRegistrationConfigurator> Consumers)> All = new()
    {
        [Stages.Intake] = (
            services => services.AddSingleton<Intake.Stage>().AddSingleton<Intake.AgentCancels>().AddSingleton<ICheckPreview, JudgedPreview>().AddSingleton<Intake.Checks.IntentChecks>().AddMcp()
                .AddHostedService<Intake.LimitedAlerts>()
                .AddSingleton(provider => new Intake.Checks.LineJudge(
                    provider.GetService<IReferencePrices>(), provider.GetRequiredService<LiveCalendars>(), provider.GetRequiredService<IOptions<Trading.Sessions.SessionOptions>>(),
                    provider.GetRequiredService<IOptions<ValidationOptions>>(), provider.GetRequiredService<IOptions<ApprovalOptions>>(),
                    provider.GetRequiredService<IHaltFile>(), provider.GetRequiredService<VenueCapabilities>())),
            bus => bus.AddConsumer<Intake.Consumer, Intake.ConsumerDefinition>()),
        [Stages.Validation] = (
            services => services.AddSingleton(provider => new Validation.Stage(
                provider.GetRequiredService<IStore>(), provider.GetService<IReferencePrices>(), provider.GetRequiredService<LimitsInForce>(),
                provider.GetRequiredService<IOptions<ValidationOptions>>(), provider.GetRequiredService<IOptions<ApprovalOptions>>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<VenueCapabilities>(),
                provider.GetRequiredService<IOptions<Submission.SubmissionOptions>>().Value.VenueDown, provider.GetRequiredService<OnwardStages>()))
                .AddLocalStage<OrderProposed, Validation.Stage>(),
            bus => bus.AddConsumer<Validation.Consumer, Validation.ConsumerDefinition>()),
        [Stages.Session] = (
            services => services.AddSingleton<Session.Stage>().AddLocalStage<OrderValidated, Session.Stage>(),
            bus => bus.AddConsumer<Session.Consumer, Session.ConsumerDefinition>()),
        [Stages.Submission] = (
            services => services.AddVenueCalls().AddSingleton<Submission.Grants>().AddSingleton<Submission.Sender>().AddSingleton<Submission.Stage>().AddLocalStage<OrderReleased, Submission.Stage>(CallsAtATime)
                .AddSingleton<Submission.SenderClock>().AddSingleton<IVenueTime>(TimeOf)
                .AddSingleton<Submission.Cancels.Stage>(),
            bus =>
            {
                bus.AddConsumer<Submission.Consumer, Submission.ConsumerDefinition>();
                bus.AddConsumer<Submission.Cancels.Consumer, Submission.Cancels.ConsumerDefinition>();
            }),
        [Stages.Reconciliation] = (
            services => services.AddSingleton<Reconciliation.Stage>().AddLocalStage<OrderAcknowledged, Reconciliation.Stage>().AddLocalStage<OrderRejected, Reconciliation.Stage>()
                .AddLocalStage<SubmissionUnresolved, Reconciliation.Stage>().AddSingleton<NewsLane>().AddSingleton<ReportPump>().AddSingleton<AccountSnapshots>().AddSingleton<StatusSnapshots>()
                .AddSingleton<Reconciler>().AddSingleton<Resolver>().AddSingleton<VenueImport>()
                .AddSingleton(provider => new Hindrances(
                    provider.GetRequiredService<LiveCalendars>(), provider.GetRequiredService<IOptions<Trading.Sessions.SessionOptions>>(),
                    provider.GetService<IReferencePrices>(), provider.GetRequiredService<LimitsInForce>(),
                    provider.GetRequiredService<IHaltFile>()))
                .AddSingleton(provider => new LimitStates(
                    provider.GetRequiredService<IStore>(), provider.GetRequiredService<IVenueReports>(), provider.GetService<IReferencePrices>(),
                    provider.GetRequiredService<IOptions<Trading.Sessions.SessionOptions>>(), provider.GetRequiredService<TimeProvider>()))
                .AddSingleton<HaltWatch>().AddSingleton<Deadlines>().AddHostedService<VenueWatch>(),
            bus =>
            {
                bus.AddConsumer<Reconciliation.Consumer, Reconciliation.ConsumerDefinition>();
                bus.AddSagaStateMachine<OrderStateMachine, OrderSaga, OrderSagaDefinition>().UsePipelineStore();
                bus.AddConsumer<OrderSagaConsumer, OrderSagaConsumerDefinition>();
            }),
        [Stages.Analytics] = (
            services => services.AddSingleton<Analytics.Stage>(),
            bus =>
            {
                bus.AddConsumer<Analytics.Consumer, Analytics.ConsumerDefinition>();
                bus.AddConsumer<Analytics.NewsConsumer, Analytics.NewsConsumerDefinition>();
            }),
        [Stages.Operator] = (
            services => services.AddSingleton<OrderActs>()
                .AddSingleton(provider => new TradingActs(
                    provider.GetRequiredService<IStore>(), provider.GetRequiredService<IHaltFile>(),
                    provider.GetRequiredService<IOptions<Intake.IntakeOptions>>().Value.Venue, provider.GetRequiredService<IOptions<OperatorOptions>>(),
                    provider.GetRequiredService<TimeProvider>()))
                .AddSingleton(provider => new MarketActs(
                    provider.GetRequiredService<IStore>(), provider.GetRequiredService<LiveCalendars>(),
                    provider.GetRequiredService<IOptions<Intake.IntakeOptions>>().Value.Venue,
                    provider.GetRequiredService<IOptions<Trading.Sessions.SessionOptions>>().Value.OldestStatus, provider.GetRequiredService<TimeProvider>()))
                .AddSingleton(provider => new VenueActs(
                    provider.GetRequiredService<IStore>(), provider.GetRequiredService<IOptions<Intake.IntakeOptions>>().Value.Venue,
                    provider.GetRequiredService<WallClock>().Time, provider.GetRequiredService<TimeProvider>()))
                .AddSingleton<StrategyActs>().AddSingleton<BreakActs>().AddSingleton<ThrottleActs>().AddSingleton<AlertActs>()
                .AddSingleton(provider => new KeyActs(
                    provider.GetRequiredService<IStore>(), provider.GetRequiredService<KeyBook>(), provider.GetRequiredService<IOptions<AccessOptions>>(),
                    provider.GetRequiredService<WallClock>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<KeySeal>()))
                .AddSingleton<Operators>()
                .AddHostedService<AuditDuty>().AddSingleton<NoticeActs>()
                .AddSingleton<DeadLetterActs>().AddSingleton<ReplayRunActs>().AddSingleton<ReplayWorker>().AddHostedService<ReplayDuty>(),
            _ => { }),

        // Registered where it has somebody to tell.
        [Stages.Notices] = (_ => { }, _ => { }),
    };

    private static IServiceCollection AddLocalStage<TMessage, TStage>(this IServiceCollection services, int? atATime = null)
        where TMessage : OrderMessage
        where TStage : IStage<TMessage> =>
        services.AddSingleton<ILocalStage>(provider => new LocalStage<TMessage>(provider.GetRequiredService<TStage>(), atATime ?? LocalStage<TMessage>.ManyAtATime));

    // A rehearsal's clock is another than the venue's on purpose.
    private static IVenueTime TimeOf(IServiceProvider provider) =>
        provider.GetRequiredService<TimeProvider>() == TimeProvider.System ? provider.GetRequiredService<IOrderEntry>() : new NoTime();

    private sealed class NoTime : IVenueTime;

    /// <summary>Every worker by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    public static void AddServices(IServiceCollection services, IEnumerable<string> workers)
    {
        foreach (var worker in workers)
        {
            All[worker].Services(services);
        }
    }

    public static void AddConsumers(IBusRegistrationConfigurator bus, IEnumerable<string> workers)
    {
        foreach (var worker in workers)
        {
            All[worker].Consumers(bus);
        }
    }
}
