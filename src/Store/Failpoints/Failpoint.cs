using Pipeline.Store.Steps;

namespace Pipeline.Store.Failpoints;

/// <summary>
/// A place where a process may be made to die or to stand still: one between any two steps whose order matters. The crash
/// matrix takes its rows from <see cref="All"/>, and a hit of a place that is not listed throws, so none goes untried.
/// </summary>
/// <param name="Stage">The stage, or the duty of a worker that no message calls for.</param>
/// <param name="Step">What has just been done there.</param>
public sealed record Failpoint(string Stage, string Step)
{
    /// <summary>The agent's door over HTTP, as opposed to the intake queue.</summary>
    public const string Http = "http";

    /// <summary>The saga's queue.</summary>
    public const string OrderSaga = "order-saga";

    /// <summary>The venue's reports, which come without a message.</summary>
    public const string Reports = "reports";

    /// <summary>Questions about claims without an outcome.</summary>
    public const string Resolver = "resolver";

    /// <summary>Orders whose time has come.</summary>
    public const string Deadlines = "deadlines";

    /// <summary>What the venue did since the backup of a restored store.</summary>
    public const string Import = "import";

    /// <summary>The comparison of our view of the account with the venue's.</summary>
    public const string Reconciler = "reconciler";

    /// <summary>Follow-ups that were recorded and not sent; what it records is when each is tried again.</summary>
    public const string Sweep = "sweep";

    /// <summary>A message, a request, a page of reports or due rows are there; nothing was done about them.</summary>
    public const string Received = "received";

    /// <summary>The step is durable; its follow-ups are unsent.</summary>
    public const string Recorded = "recorded";

    /// <summary>A follow-up was handed to the transport, or to a stage of this process; nobody here has seen a confirmation, or a step.</summary>
    public const string Published = "published";

    /// <summary>The follow-ups are confirmed, or in the hands of a stage of this process; the message is not acknowledged.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The message is acknowledged; one that was handed over within the process is done.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Submission has its permit from the rate limiter; nothing is granted.</summary>
    public const string Permit = "permit";

    /// <summary>The claim is durable; the venue was not called.</summary>
    public const string Grant = "grant";

    /// <summary>The request is on its way; there is no answer yet.</summary>
    public const string Sent = "sent";

    /// <summary>The venue has answered; nothing of it is recorded.</summary>
    public const string Answered = "answered";

    /// <summary>The answer is durable. What the stage has <see cref="Recorded"/> is this, or a verdict without a send.</summary>
    public const string Stored = "stored";

    // No message calls for a duty, so it has none to acknowledge. Who came over HTTP is answered after Recorded.
    private static readonly string[] OfDuties = [Received, Recorded, Published, Confirmed];

    // What it has to tell is told as the venue's other reports are.
    private static readonly string[] OfLooks = [Received, Recorded];

    /// <summary>Every place there is.</summary>
    public static IReadOnlyList<Failpoint> All { get; } =
    [
        .. Of(OfDuties, Http, Stages.Operator),
        .. Stages.All.Append(Stages.Cancel).Append(OrderSaga).SelectMany(stage => Of(StepsOf(stage), stage)),
        .. Of(OfDuties, Reports, Resolver, Deadlines, Sweep),
        .. Of(OfDuties, Stages.Notices),
        .. Of(OfLooks, Import, Reconciler),
    ];

    public override string ToString() => $"{Stage}.{Step}";

    private static IEnumerable<Failpoint> Of(string[] steps, params string[] stages) =>
        stages.SelectMany(stage => steps.Select(step => new Failpoint(stage, step)));

    private static string[] StepsOf(string stage) => stage switch
    {
        // The saga says nothing, analytics has nobody to tell, and what becomes of a cancel the venue reports.
        OrderSaga or Stages.Analytics or Stages.Cancel => [Received, Recorded, Acknowledged],
        Stages.Submission => [Received, Permit, Grant, Sent, Answered, Stored, Recorded, Published, Confirmed, Acknowledged],
        _ => [Received, Recorded, Published, Confirmed, Acknowledged],
    };
}
