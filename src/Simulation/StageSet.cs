using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation;

/// <summary>The stages themselves, composed without a bus, and which of them each message goes to.</summary>
internal sealed class StageSet
{
    private readonly Validation.Stage validation;
    private readonly Session.Stage session;
    private readonly Submission.Stage submission;
    private readonly Submission.Cancels.Stage cancels;
    private readonly Reconciliation.Stage reconciliation;
    private readonly Analytics.Stage analytics;

    public StageSet(SimulationSettings settings, IStore store, PaperVenue venue, PaperReferencePrices prices, TimeProvider clock)
    {
        var sessionOptions = Options.Create(settings.Session);
        var submissionOptions = Options.Create(settings.Submission);
        Intake = new Intake.Stage(store, Options.Create(settings.Intake), clock, NullLogger<Intake.Stage>.Instance);
        validation = new Validation.Stage(store, prices, Options.Create(settings.Validation), clock);
        session = new Session.Stage(store, settings.Calendars, sessionOptions, clock);
        var calls = new VenueCalls(
            venue, CallsRegistration.PermitsFor(venue, settings.Submission, clock), new VenueBreaker(settings.Submission, clock), submissionOptions, clock,
            NullLogger<VenueCalls>.Instance);
        submission = new Submission.Stage(
            store, calls, new Submission.Grants(settings.Calendars, sessionOptions, submissionOptions),
            new Submission.Sender(store, calls, submissionOptions, clock), clock, NullLogger<Submission.Stage>.Instance);
        cancels = new Submission.Cancels.Stage(store, calls, submissionOptions, clock);
        reconciliation = new Reconciliation.Stage(store, venue, clock);
        analytics = new Analytics.Stage(store, clock);
        Reports = new ReportPump(store, venue, reconciliation);
        Accounts = new AccountSnapshots(store, venue);
        Resolver = new Resolver(store, venue, Options.Create(settings.Reconciliation), clock, NullLogger<Resolver>.Instance);
        Deadlines = new Deadlines(store, clock);
    }

    public Intake.Stage Intake { get; }

    public ReportPump Reports { get; }

    public AccountSnapshots Accounts { get; }

    public Resolver Resolver { get; }

    public Deadlines Deadlines { get; }

    /// <summary>Hands a message to the stage that consumes it; news that no stage waits for is for the saga alone.</summary>
    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage message) => message switch
    {
        OrderProposed proposed => validation.HandleAsync(proposed, CancellationToken.None),
        OrderValidated validated => session.HandleAsync(validated, CancellationToken.None),
        CancelOrder cancel => cancels.HandleAsync(cancel, CancellationToken.None),
        OrderReleased released => submission.HandleAsync(released, CancellationToken.None),
        OrderAcknowledged acknowledged => reconciliation.HandleAsync(acknowledged, CancellationToken.None),
        OrderRejected rejected => reconciliation.HandleAsync(rejected, CancellationToken.None),
        SubmissionUnresolved unresolved => reconciliation.HandleAsync(unresolved, CancellationToken.None),
        OrderStatusChanged changed => analytics.HandleAsync(changed, CancellationToken.None),
        OrderDenied denied => analytics.HandleAsync(denied, CancellationToken.None),
        OrderHeld or OrderSubmitting => Task.FromResult<IReadOnlyList<FollowUp>>([]),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "No stage takes this message"),
    };
}
