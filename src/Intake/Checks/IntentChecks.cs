using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Messages.Intents;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake.Checks;

/// <summary>
/// Answers what would happen to an intent, line by line and rule by rule, from a snapshot of the store: nothing is recorded, reserved or
/// told, and no writer is waited for.
/// </summary>
public sealed class IntentChecks(IStore store, LimitsInForce limits, LineJudge judge, IOptions<IntakeOptions> options, TimeProvider clock)
{
    /// <exception cref="FactsUnavailableException">Nobody can say now: the store is restored and not imported yet.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    public async Task<CheckResult> CheckAsync(Submitted submitted, CancellationToken cancellationToken)
    {
        await judge.FreshenAsync(cancellationToken).ConfigureAwait(false);
        return IntentParser.Parse(submitted.Body) switch
        {
            IntentParseResult.Refused refused => new CheckResult.Refused(refused.Faults),
            IntentParseResult.Parsed parsed => Check(parsed.Intent, submitted),
            var other => throw new InvalidOperationException($"Not a parse result: {other}"),
        };
    }

    private CheckResult Check(Intent intent, Submitted submitted)
    {
        var (strategyId, refusal) = Ownership.Of(intent, submitted.Caller, options.Value);
        if (refusal is not null)
        {
            return new CheckResult.NotAllowed(refusal);
        }

        if (RebalanceId.Of(intent, submitted.Key) is not { } rebalanceId)
        {
            return new CheckResult.Refused([RebalanceId.Fault(submitted.Key)]);
        }

        var now = clock.GetUtcNow();
        var lines = IntentLines.Of(intent, strategyId, rebalanceId, options.Value, submitted.Age, now);
        return store.Read(session =>
        {
            RestoredState.MustBeImported(session);
            return SignedRepeats.IsReused(session, strategyId, submitted.Signature, out _)
                ? new CheckResult.NotAllowed(Refusal.WebhookIdReused())
                : Check(session, lines, now);
        });
    }

    private CheckResult Check(StoreSession session, IReadOnlyList<Order> lines, DateTimeOffset now)
    {
        var known = lines.Select(line => OrderTable.FindBySlot(session, line.Slot)).ToList();
        if (known.Contains(null) && lines[0].ValidUntil <= now)
        {
            return new CheckResult.Refused([IntentRecorder.TooLate(lines[0], now)]);
        }

        var book = limits.Book;
        var ahead = new List<Order>();
        var checks = lines.Select((line, i) => IntentRecorder.Conflict(session, line, known[i], "") is { } conflict ? Conflicting(session, line, known[i], conflict)
            : known[i] is { } order ? Duplicate(session, line, order)
            : judge.Judge(session, line, book, ahead, now)).ToList();
        return new CheckResult.Checked(new IntentCheck
        {
            IntentId = known.All(order => order is not null) ? known[0]!.IntentId : lines[0].IntentId,
            At = now,
            IsTaken = checks.All(check => check.Outcome != LineOutcome.Conflict),
            LimitsHash = book.Hash,
            Orders = checks,
        });
    }

    private static LineCheck Duplicate(StoreSession session, Order line, Order known) =>
        CheckOf(line, known.ClOrdId, LineOutcome.Duplicate) with { Known = IntentRecorder.LineOf(session, known, isDuplicate: true) };

    // The order in its slot is the store's, or one at the venue that a restored store has forgotten.
    private static LineCheck Conflicting(StoreSession session, Order line, Order? known, TermsConflict conflict) =>
        CheckOf(line, conflict.ClOrdId, LineOutcome.Conflict) with
        {
            Known = known is null ? null : IntentRecorder.LineOf(session, known, isDuplicate: true),
            KnownTerms = conflict.Known,
        };

    private static LineCheck CheckOf(Order line, string clOrdId, LineOutcome outcome) =>
        new() { ClOrdId = clOrdId, Symbol = line.Symbol, Side = line.Side, Qty = line.Terms.Qty, Outcome = outcome };
}
