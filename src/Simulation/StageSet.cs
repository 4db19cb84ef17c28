using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Operator.DeadLetters;
using Pipeline.Reconciliation;
using Pipeline.Reconciliation.Fills;
using Pipeline.Simulation.Venues;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Simulation;

/// <summary>The stages themselves, composed without a bus, and which of them takes each message.</summary>
internal sealed class StageSet
{
    private readonly Validation.Stage validation;
    private readonly Session.Stage session;
    private readonly Submission.Stage submission;
    private readonly Submission.Cancels.Stage cancels;
    private readonly Reconciliation.Stage reconciliation;
    private readonly Analytics.Stage analytics;

    public StageSet(SimulationSettings settings, IReadOnlyList<string> workers, LiveCalendars calendars, LimitsInForce limits, IStore store, VenuePorts venue, IHaltFile haltFile, TimeProvider clock, ISequels sequels)
    {
        var ages = new ClaimAges(clock);
        var sessionOptions = Options.Create(settings.Session);
        var haltOptions = Options.Create(settings.Halts);
        var submissionOptions = Options.Create(settings.Submission);
        var nextDoor = new OnwardStages(message => settings.Bus is { IsRabbitMq: true, HandOver: true } && workers.Contains(HostOf(message)) ? OnwardOf(message) : null, sequels: () => sequels);
        Intake = new Intake.Stage(store, Options.Create(settings.Intake), clock, NullLogger<Intake.Stage>.Instance, nextDoor);
        AgentCancels = new Intake.AgentCancels(store, clock);
        Limits = limits;
        validation = new Validation.Stage(store, venue.Prices, limits, Options.Create(settings.Validation), Options.Create(settings.Approvals), clock, venue.OrderEntry.Capabilities, settings.Submission.VenueDown, nextDoor);
        session = new Session.Stage(store, calendars, sessionOptions, clock);
        var calls = new VenueCalls(
            venue.OrderEntry, PermitsFor(venue.OrderEntry, settings.Submission, clock), new VenueBreaker(settings.Submission, clock), submissionOptions, clock,
            NullLogger<VenueCalls>.Instance);
        submission = new Submission.Stage(
            store, calls, new Submission.Grants(calendars, haltFile, sessionOptions, submissionOptions, haltOptions),
            new Submission.Sender(store, haltFile, calendars, sessionOptions, calls, submissionOptions, clock),
            new Submission.SenderClock(store, new OneMachinesClock(), haltOptions, clock, NullLogger<Submission.SenderClock>.Instance), ages, submissionOptions, clock, NullLogger<Submission.Stage>.Instance, nextDoor);
        cancels = new Submission.Cancels.Stage(store, calls, submissionOptions, clock);
        reconciliation = new Reconciliation.Stage(store, venue.Reports, clock);
        analytics = new Analytics.Stage(store, clock);
        Reports = new ReportPump(store, venue.Reports, reconciliation, clock);
        Accounts = new AccountSnapshots(store, venue.Reports);
        Quotes = venue.Prices is null ? new QuoteSnapshots(store, venue.Reports, calendars, Options.Create(settings.Reconciliation), clock, venue.OrderEntry.Capabilities) : null;
        Statuses = new StatusSnapshots(store, venue.Reports, sessionOptions, clock);
        LimitStates = new LimitStates(store, venue.Reports, venue.Prices, sessionOptions, clock);
        Reconciler = new Reconciler(store, venue.Reports, Options.Create(settings.Reconciliation), clock, NullLogger<Reconciler>.Instance);
        var hindrances = new Hindrances(calendars, sessionOptions, venue.Prices, limits, haltFile);
        Halts = new HaltWatch(store, venue.Reports, haltFile, haltOptions, clock);
        Resolver = new Resolver(store, venue.Reports, Options.Create(settings.Reconciliation), ages, hindrances, clock, NullLogger<Resolver>.Instance);
        Import = new VenueImport(store, venue.Reports, clock, NullLogger<VenueImport>.Instance);
        Deadlines = new Deadlines(store, Options.Create(settings.Reconciliation), hindrances, clock);
        BreakActs = new BreakActs(store, clock);
        ThrottleActs = new ThrottleActs(store, clock);
        OrderActs = new OrderActs(store, clock);
        TradingActs = new TradingActs(store, haltFile, settings.Intake.Venue, Options.Create(settings.Operator), clock);
        MarketActs = new MarketActs(store, calendars, settings.Intake.Venue, settings.Session.OldestStatus, clock);
        StrategyActs = new StrategyActs(store, clock);
        DeadLetterActs = new DeadLetterActs(store, clock);
    }

    /// <summary>The limits in force in this process.</summary>
    public LimitsInForce Limits { get; }

    public Intake.Stage Intake { get; }

    public Intake.AgentCancels AgentCancels { get; }

    public ReportPump Reports { get; }

    public AccountSnapshots Accounts { get; }

    /// <summary>Keeps the quotes that validation reads; null where it asks the market itself.</summary>
    public QuoteSnapshots? Quotes { get; }

    /// <summary>Keeps whether symbols trade, where that is asked for.</summary>
    public StatusSnapshots Statuses { get; }

    /// <summary>Follows symbols that have a price band.</summary>
    public LimitStates LimitStates { get; }

    public Reconciler Reconciler { get; }

    public Resolver Resolver { get; }

    public VenueImport Import { get; }

    public Deadlines Deadlines { get; }

    public HaltWatch Halts { get; }

    public BreakActs BreakActs { get; }

    public ThrottleActs ThrottleActs { get; }

    public OrderActs OrderActs { get; }

    public TradingActs TradingActs { get; }

    public MarketActs MarketActs { get; }

    public StrategyActs StrategyActs { get; }

    public DeadLetterActs DeadLetterActs { get; }

    /// <summary>What works on the messages of a stage's queue.</summary>
    public Func<OrderMessage, Task<IReadOnlyList<FollowUp>>> HandlerOf(string stage) => stage switch
    {
        Stages.Validation => message => validation.HandleAsync((OrderProposed)message, CancellationToken.None),
        Stages.Session => message => session.HandleAsync((OrderValidated)message, CancellationToken.None),
        Stages.Submission => message => submission.HandleAsync((OrderReleased)message, CancellationToken.None),
        Stages.Cancel => message => cancels.HandleAsync((CancelOrder)message, CancellationToken.None),
        Stages.Reconciliation => ReconcileAsync,
        Stages.Analytics => AnalyzeAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such queue"),
    };

    // As over a broker, where a stage of the same process decides in the turn of the one that calls it. In memory each call goes by its queue.
    private IOnwardStage? OnwardOf(Type message) => HostOf(message) switch
    {
        Stages.Validation => validation,
        Stages.Session => session,
        Stages.Submission => submission,
        Stages.Reconciliation => reconciliation,
        _ => null,
    };

    private static string HostOf(Type message) =>
        message == typeof(OrderProposed) ? Stages.Validation
        : message == typeof(OrderValidated) ? Stages.Session
        : message == typeof(OrderReleased) ? Stages.Submission
        : Stages.Reconciliation;

    // All processes of a simulation have one machine's clock, which reconciliation compares with the venue's.
    private sealed class OneMachinesClock : IVenueTime;

    private static Permits PermitsFor(IOrderEntry venue, SubmissionOptions options, TimeProvider clock)
    {
        var rate = options.RateLimit > 0 ? new VenueRate(options.RateLimit, options.RatePeriod) : venue.Rate;
        return rate is null
            ? new Permits(null, TimeSpan.FromMilliseconds(10), clock)
            : new Permits(new VirtualRateLimiter(rate, clock), TimeSpan.FromMilliseconds(100), clock);
    }

    private Task<IReadOnlyList<FollowUp>> ReconcileAsync(OrderMessage message) => message switch
    {
        OrderAcknowledged acknowledged => reconciliation.HandleAsync(acknowledged, CancellationToken.None),
        OrderRejected rejected => reconciliation.HandleAsync(rejected, CancellationToken.None),
        SubmissionUnresolved unresolved => reconciliation.HandleAsync(unresolved, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "Reconciliation does not take this message"),
    };

    private Task<IReadOnlyList<FollowUp>> AnalyzeAsync(OrderMessage message) => message switch
    {
        OrderStatusChanged changed => analytics.HandleAsync(changed, CancellationToken.None),
        OrderDenied denied => analytics.HandleAsync(denied, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "Analytics does not take this message"),
    };
}
