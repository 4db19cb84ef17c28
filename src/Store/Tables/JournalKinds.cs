using System.Reflection;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;

namespace Pipeline.Store.Tables;

/// <summary>
/// The kinds that entries of the journal have: the order messages, the venue's reports, and what stands here. The journal takes no
/// other, so that whoever reads it can know them all.
/// </summary>
public static class JournalKinds
{
    public const string AlertAcknowledged = nameof(AlertAcknowledged);
    public const string AlertRaised = nameof(AlertRaised);
    public const string AskedFirst = nameof(AskedFirst);
    public const string AtVenueAlready = nameof(AtVenueAlready);
    public const string BreakRaised = nameof(BreakRaised);
    public const string BreakResolved = nameof(BreakResolved);
    public const string BriefMade = Trading.Notices.NoticeFacts.Brief;
    public const string CancelAnswered = nameof(CancelAnswered);
    public const string CashStated = nameof(CashStated);
    public const string DeadLetterDiscarded = nameof(DeadLetterDiscarded);
    public const string DeadLetterEdited = nameof(DeadLetterEdited);
    public const string DeadLetterReopened = nameof(DeadLetterReopened);
    public const string DeadLetterReplayed = nameof(DeadLetterReplayed);
    public const string ExternalReport = nameof(ExternalReport);
    public const string FactAwaited = nameof(FactAwaited);
    public const string FeeReported = nameof(FeeReported);
    public const string FillPolicyActed = nameof(FillPolicyActed);
    public const string FillPolicyBegan = nameof(FillPolicyBegan);
    public const string FillsConfirmed = nameof(FillsConfirmed);
    public const string Halted = nameof(Halted);
    public const string HaltCanceled = nameof(HaltCanceled);
    public const string HaltFileChanged = nameof(HaltFileChanged);
    public const string IntentConflict = nameof(IntentConflict);
    public const string IntentReceived = nameof(IntentReceived);
    public const string KeyCreated = nameof(KeyCreated);
    public const string KeyRevoked = nameof(KeyRevoked);
    public const string KeyRotated = nameof(KeyRotated);
    public const string LedgerAdjusted = nameof(LedgerAdjusted);
    public const string LimitStateChanged = nameof(LimitStateChanged);
    public const string LimitsChanged = nameof(LimitsChanged);
    public const string MarketIndexSaid = nameof(MarketIndexSaid);
    public const string MarketStatusChanged = nameof(MarketStatusChanged);
    public const string NoticeSentAgain = nameof(NoticeSentAgain);
    public const string NotSent = nameof(NotSent);
    public const string OrdersArchived = nameof(OrdersArchived);
    public const string OutcomeAfterSettlement = nameof(OutcomeAfterSettlement);
    public const string OutcomeStillUnknown = nameof(OutcomeStillUnknown);
    public const string PriceBandChanged = nameof(PriceBandChanged);
    public const string ProvenNotSent = nameof(ProvenNotSent);
    public const string Reconciled = nameof(Reconciled);
    public const string RemainderReserved = nameof(RemainderReserved);
    public const string ReplacementFound = nameof(ReplacementFound);
    public const string ReplacementRecorded = nameof(ReplacementRecorded);
    public const string ReplayRunChanged = nameof(ReplayRunChanged);
    public const string RestoredStateEnded = nameof(RestoredStateEnded);
    public const string ResumeRequested = nameof(ResumeRequested);
    public const string Resumed = nameof(Resumed);
    public const string SecurityStatusChanged = nameof(SecurityStatusChanged);
    public const string SessionOverridesChanged = nameof(SessionOverridesChanged);
    public const string StrategyDemoted = nameof(StrategyDemoted);
    public const string StrategyPromoted = nameof(StrategyPromoted);
    public const string ThrottleOpened = nameof(ThrottleOpened);
    public const string ThrottleShut = nameof(ThrottleShut);
    public const string VenueCalled = nameof(VenueCalled);
    public const string VenueImported = nameof(VenueImported);
    public const string VenuePauseEnded = nameof(VenuePauseEnded);

    private static readonly HashSet<string> Known =
    [
        .. MessageTypes.All.Select(type => type.Name),
        nameof(ExecutionReport),
        .. typeof(JournalKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyCollection<string> All => Known;

    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static void ThrowIfUnknown(string kind)
    {
        if (!Known.Contains(kind))
        {
            throw new ArgumentException($"'{kind}' is no kind of an entry; add it to {nameof(JournalKinds)}", nameof(kind));
        }
    }
}
