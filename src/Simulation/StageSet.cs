using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Simulation.Venues;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Simulation;

/// <summary>The stages themselves, composed without a bus, and which of them takes each message.</summary>
internal sealed class StageSet
{
    private readonly Validation.Stage validation;
    private readonly Session.Stage session;
    private readonly Submission.Stage submission;
    private readonly Reconciliation.Stage reconciliation;
    private readonly Analytics.Stage analytics;

    public StageSet(SimulationSettings settings, IStore store, VenuePorts venue, TimeProvider clock)
    {
        var sessionOptions = Options.Create(settings.Session);
        var submissionOptions = Options.Create(settings.Submission);
        Intake = new Intake.Stage(store, Options.Create(settings.Intake), clock, NullLogger<Intake.Stage>.Instance);
        validation = new Validation.Stage(store, venue.Prices, Options.Create(settings.Validation), clock);
        session = new Session.Stage(store, settings.Calendars, sessionOptions, clock);
        submission = new Submission.Stage(
            store, venue.OrderEntry, new Submission.Grants(settings.Calendars, sessionOptions, submissionOptions), submissionOptions, clock,
            NullLogger<Submission.Stage>.Instance);
        reconciliation = new Reconciliation.Stage(store, venue.Reports, clock);
        analytics = new Analytics.Stage(store, clock);
        Reports = new ReportPump(store, venue.Reports, reconciliation);
        Accounts = new AccountSnapshots(store, venue.Reports);
        Resolver = new Resolver(store, venue.Reports, Options.Create(settings.Reconciliation), clock, NullLogger<Resolver>.Instance);
        Deadlines = new Deadlines(store, clock);
    }

    public Intake.Stage Intake { get; }

    public ReportPump Reports { get; }

    public AccountSnapshots Accounts { get; }

    public Resolver Resolver { get; }

    public Deadlines Deadlines { get; }

    /// <summary>What works on the messages of a stage's queue.</summary>
    public Func<OrderMessage, Task<IReadOnlyList<FollowUp>>> HandlerOf(string stage) => stage switch
    {
        Stages.Validation => message => validation.HandleAsync((OrderProposed)message, CancellationToken.None),
        Stages.Session => message => session.HandleAsync((OrderValidated)message, CancellationToken.None),
        Stages.Submission => message => submission.HandleAsync((OrderReleased)message, CancellationToken.None),
        Stages.Reconciliation => ReconcileAsync,
        Stages.Analytics => AnalyzeAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such queue"),
    };

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
