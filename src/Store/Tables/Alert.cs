using System.Reflection;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Tables;

/// <summary>
/// What an alert can be about. Only those that stand here can be raised, so that whoever reads alerts, a rule of a monitoring
/// system or a scenario, can know them all.
/// </summary>
public sealed class Alert
{
    /// <summary>Requests were not let in: who called was not known, or may not. One alert a minute tells them all.</summary>
    public static readonly Alert AccessRefused = new("ACCESS_REFUSED", Ticket);

    /// <summary>A record of the journal, or the chain over it, is not what was sealed: somebody has changed the database.</summary>
    public static readonly Alert AuditBroken = new("AUDIT_BROKEN", Page, standsAlone: true);

    /// <summary>The audit chain's head could not be exported for too long.</summary>
    public static readonly Alert AuditExportFailed = new("AUDIT_EXPORT_FAILED", Ticket);

    /// <summary>What was committed to the journal has not been sealed for too long.</summary>
    public static readonly Alert AuditLags = new("AUDIT_LAGS", Ticket);

    /// <summary>The venue has another amount of cash than ours and the fills since make.</summary>
    public static readonly Alert BreakCashDiffers = new("BREAK_CASH_DIFFERS", Page);

    /// <summary>The venue lists an execution that could not be booked.</summary>
    public static readonly Alert BreakExecutionMissingHere = new("BREAK_EXECUTION_MISSING_HERE", Page);

    /// <summary>A trade is booked that the venue does not list.</summary>
    public static readonly Alert BreakExecutionMissingThere = new("BREAK_EXECUTION_MISSING_THERE", Page);

    /// <summary>An order is open on one side only, or has filled another quantity at the venue.</summary>
    public static readonly Alert BreakOrderStatusDiffers = new("BREAK_ORDER_STATUS_DIFFERS", Page);

    /// <summary>The venue holds another quantity of a symbol that we have traded.</summary>
    public static readonly Alert BreakPositionDiffers = new("BREAK_POSITION_DIFFERS", Page);

    /// <summary>The venue has refused a cancel, and the order is open.</summary>
    public static readonly Alert CancelRejected = new("CANCEL_REJECTED", Ticket);

    /// <summary>The venue has taken a cancel, and the order is open all the same.</summary>
    public static readonly Alert CancelStuck = new("CANCEL_STUCK", Page);

    /// <summary>Nobody reads a queue.</summary>
    public static readonly Alert ConsumerMissing = new("CONSUMER_MISSING", Ticket);

    /// <summary>A message can't be processed.</summary>
    public static readonly Alert DeadLetter = new("DEAD_LETTER", Page);

    /// <summary>An order was sent a second time though the first may be at the venue. This must never happen.</summary>
    public static readonly Alert DuplicateSubmission = new("DUPLICATE_SUBMISSION", Page, standsAlone: true);

    /// <summary>The venue has an order of the account that is not ours.</summary>
    public static readonly Alert ExternalOrder = new("EXTERNAL_ORDER", Ticket);

    /// <summary>The venue holds a symbol that we have never traded.</summary>
    public static readonly Alert ExternalPosition = new("EXTERNAL_POSITION", Ticket);

    /// <summary>An operator has halted a scope.</summary>
    public static readonly Alert Halted = new("HALTED", Page);

    /// <summary>There is a halt file, or it says something else than before.</summary>
    public static readonly Alert HaltFile = new("HALT_FILE", Page, standsAlone: true);

    /// <summary>The halt file is gone, or says less. What it had halted stays halted until it is released.</summary>
    public static readonly Alert HaltFileGone = new("HALT_FILE_GONE", Ticket);

    /// <summary>Trading has halted by itself.</summary>
    public static readonly Alert HaltTripped = new("HALT_TRIPPED", Page);

    /// <summary>The venue has an order of other terms under our id.</summary>
    public static readonly Alert IdCollision = new("ID_COLLISION", Page, standsAlone: true);

    /// <summary>Too little of an order had filled in time, and its policy canceled the rest.</summary>
    public static readonly Alert IncompleteCanceled = new("INCOMPLETE_CANCELED", Ticket);

    /// <summary>An agent has sent other terms for a slot that is taken.</summary>
    public static readonly Alert IntentConflict = new("INTENT_CONFLICT", Ticket);

    /// <summary>An order has traded after its end.</summary>
    public static readonly Alert LateFill = new("LATE_FILL", Page, standsAlone: true);

    /// <summary>The limits file can't be put in force; the limits before it stay.</summary>
    public static readonly Alert LimitsBroken = new("LIMITS_BROKEN", Page, standsAlone: true);

    /// <summary>A venue has filled more of a line than it may: nothing more is sent for it.</summary>
    public static readonly Alert LineStopped = new(Trading.Fills.Line.Stopped, Page, standsAlone: true);

    /// <summary>A whole market is halted: by its exchange, or by the market-wide circuit breaker.</summary>
    public static readonly Alert MarketHalted = new("MARKET_HALTED", Page, standsAlone: true);

    /// <summary>A notice could not be given to OpenClaw within a day, and waits for a person to send it again.</summary>
    public static readonly Alert NoticeDead = new("NOTICE_DEAD", Ticket);

    /// <summary>An order that had come to its end is open again, by the venue's word.</summary>
    public static readonly Alert OrderReopened = new("ORDER_REOPENED", Page, standsAlone: true);

    /// <summary>An order waits for a stage for too long.</summary>
    public static readonly Alert OrderStuck = new("ORDER_STUCK", Page);

    /// <summary>An order waits for a fact that nobody has said, for too long: the stage is well, its input is away.</summary>
    public static readonly Alert OrderWaits = new("ORDER_WAITS", Page);

    /// <summary>What became of a sent order is open for too long.</summary>
    public static readonly Alert OrderUnresolved = new("ORDER_UNRESOLVED", Page);

    /// <summary>An order has traded more than it asks for.</summary>
    public static readonly Alert OverFill = new("OVER_FILL", Page);

    /// <summary>The venue has accepted, or reports, an order that was sent and proven not to be there.</summary>
    public static readonly Alert ProvenAbsentButAccepted = new("PROVEN_ABSENT_BUT_ACCEPTED", Page, standsAlone: true);

    /// <summary>The venue has rejected the same thing in a symbol again and again: new orders of it are held.</summary>
    public static readonly Alert RejectBreaker = new(Trading.Orders.Grant.RejectBreaker, Page);

    /// <summary>The venue has refused an order in words that prove it, and has taken it.</summary>
    public static readonly Alert RejectedButAccepted = new("REJECTED_BUT_ACCEPTED", Page, standsAlone: true);

    /// <summary>What was to replace a canceled order was denied or rejected: a remainder is left that nobody works on.</summary>
    public static readonly Alert RemainderDropped = new("REMAINDER_DROPPED", Ticket);

    /// <summary>An order has a remainder that a person must decide about, as its policy says.</summary>
    public static readonly Alert RemainderEscalated = new("REMAINDER_ESCALATED", Page);

    /// <summary>A policy has canceled an order, and it is not over, or what it has filled is not certain.</summary>
    public static readonly Alert RemainderStuck = new("REMAINDER_STUCK", Page, standsAlone: true);

    /// <summary>The venue reports an order that was denied or is held, and of which nothing was ever sent.</summary>
    public static readonly Alert ReportOnUnsentOrder = new("REPORT_ON_UNSENT_ORDER", Page, standsAlone: true);

    /// <summary>A report contradicts what is known of its order.</summary>
    public static readonly Alert ReportRefused = new("REPORT_REFUSED", Page, standsAlone: true);

    /// <summary>A remainder was given every price that it may have, and rests.</summary>
    public static readonly Alert RepriceExhausted = new("REPRICE_EXHAUSTED", Ticket);

    /// <summary>A bust or a correction is about a trade that nobody has reported.</summary>
    public static readonly Alert RestatesUnknown = new("RESTATES_UNKNOWN", Ticket);

    /// <summary>An order was sent as often as it may be, each time proven absent, and is held for a person.</summary>
    public static readonly Alert ResendLimit = new(Trading.Orders.Grant.ResendLimit, Page);

    /// <summary>The file with the overrides of market calendars can't be read or is not understood; the calendars in force stay.</summary>
    public static readonly Alert SessionOverridesRefused = new("SESSION_OVERRIDES_REFUSED", Page, standsAlone: true);

    /// <summary>The pipeline runs on a restored backup.</summary>
    public static readonly Alert StoreRestored = new("STORE_RESTORED", Page, standsAlone: true);

    /// <summary>An order was granted while its market was closed, by the calendar. This must never happen.</summary>
    public static readonly Alert SubmittedOutsideSession = new("SUBMITTED_OUTSIDE_SESSION", Page, standsAlone: true);

    /// <summary>A strategy has done the same too often within a minute, and is shut out in that symbol and side until a person opens its throttle.</summary>
    public static readonly Alert ThrottleShut = new("THROTTLE_SHUT", Page);

    /// <summary>The venue has refused our credentials. One alert a minute at most.</summary>
    public static readonly Alert VenueCredentialsRefused = new("VENUE_CREDENTIALS_REFUSED", Page, standsAlone: true);

    /// <summary>A strategy has signed another body under a webhook-id that is taken.</summary>
    public static readonly Alert WebhookIdReused = new("WEBHOOK_ID_REUSED", Ticket);

    private const string Page = "page";
    private const string Ticket = "ticket";

    private Alert(string code, string severity, bool standsAlone = false) => (Code, Severity, StandsAlone) = (code, severity, standsAlone);

    /// <summary>Every alert there is.</summary>
    public static IReadOnlyList<Alert> All { get; } =
    [
        .. typeof(Alert).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Alert>(),
    ];

    /// <summary>The alert that a break of a kind is raised with.</summary>
    public static Alert OfBreak(BreakKind kind) => kind switch
    {
        BreakKind.ExecutionMissingHere => BreakExecutionMissingHere,
        BreakKind.ExecutionMissingThere => BreakExecutionMissingThere,
        BreakKind.OrderStatusDiffers => BreakOrderStatusDiffers,
        BreakKind.PositionDiffers => BreakPositionDiffers,
        BreakKind.CashDiffers => BreakCashDiffers,
        BreakKind.ExternalOrder => ExternalOrder,
        BreakKind.OverFill => OverFill,
        BreakKind.ExternalPosition => ExternalPosition,
        BreakKind.RejectBreaker => RejectBreaker,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of break"),
    };

    /// <summary>Stable, in upper snake case.</summary>
    public string Code { get; }

    /// <summary><c>page</c> wakes a person, <c>ticket</c> waits for one.</summary>
    public string Severity { get; }

    /// <summary>
    /// Whether it stands in the worklist itself, since nothing else that stands there tells of it, until what it is about has ended or a person
    /// has acknowledged it.
    /// </summary>
    public bool StandsAlone { get; }

    /// <summary>Whether it wakes a person.</summary>
    public bool Pages => Severity == Page;
}
