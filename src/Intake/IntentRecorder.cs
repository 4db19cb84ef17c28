using Pipeline.Messages.Intents;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake;

/// <summary>Records an intent in one step: the slots decide which lines are new, which are known, and whether any conflicts.</summary>
internal static class IntentRecorder
{
    public static IntakeResult Record(StoreSession session, Intent intent, IReadOnlyList<Order> lines, string source, DateTimeOffset now, Onward onward)
    {
        var known = lines.Select(line => OrderTable.FindBySlot(session, line.Slot)).ToList();
        var conflicts = Conflicts(session, lines, known);
        if (conflicts.Count > 0)
        {
            RecordConflict(session, lines[0], conflicts, now);
            return new IntakeResult.Conflict(conflicts);
        }

        // Only a new line can be too late: a repeat of what was taken in time gets its receipt.
        if (known.Contains(null) && lines[0].ValidUntil <= now)
        {
            return new IntakeResult.Refused([TooLate(lines[0], now)]);
        }

        var intentId = known.All(order => order is not null) ? known[0]!.IntentId : lines[0].IntentId;
        var followUps = RecordNew(session, intent, lines, known, source, now, onward);
        return new IntakeResult.Taken(
            new IntentReceipt { IntentId = intentId, Orders = [.. lines.Select((line, i) => LineOf(session, known[i] ?? line, known[i] is not null))] },
            followUps);
    }

    /// <summary>Reads what nearly every intent asks for, so that it is fetched at once.</summary>
    public static void Look(StoreSession ahead, IReadOnlyList<Order> lines)
    {
        IntentTable.Exists(ahead, lines[0].IntentId);
        foreach (var line in lines)
        {
            OrderTable.FindBySlot(ahead, line.Slot);
            ForgottenOrderTable.PlannedOtherwise(ahead, line);
            BreakTable.IsAtVenue(ahead, line.ClOrdId);
        }
    }

    /// <summary>The fault of an intent that comes after it has ended.</summary>
    public static IntentFault TooLate(Order line, DateTimeOffset now) =>
        new("$.valid_until", IntentFaultCodes.OutOfRange, $"The intent was valid until {line.ValidUntil:O}, and it is {now:O}");

    private static List<TermsConflict> Conflicts(StoreSession session, IReadOnlyList<Order> lines, IReadOnlyList<Order?> known) =>
        [.. lines.Select((line, i) => Conflict(session, line, known[i], $"$.orders[{i}]")).OfType<TermsConflict>()];

    /// <summary>
    /// What a line conflicts with, if it does. A restored store may have forgotten the slot; then an order that the venue has told of says
    /// that it was planned before.
    /// </summary>
    public static TermsConflict? Conflict(StoreSession session, Order line, Order? known, string path) => known switch
    {
        null => ForgottenOrderTable.PlannedOtherwise(session, line) is var (clOrdId, terms) ? new TermsConflict(path, clOrdId, terms, KnownTerms.Of(line)) : null,
        _ => known.AsksTheSameAs(line) ? null : new TermsConflict(path, known.ClOrdId, KnownTerms.Of(known), KnownTerms.Of(line)),
    };

    private static void RecordConflict(StoreSession session, Order line, List<TermsConflict> conflicts, DateTimeOffset now)
    {
        var isTold = LimitedAlertTable.Raise(
            session, Alert.IntentConflict, line.Slot.StrategyId, Stages.Intake, now,
            new { line.Slot.RebalanceId, cl_ord_ids = conflicts.Select(conflict => conflict.ClOrdId) });
        if (isTold)
        {
            JournalTable.Append(session, new JournalEntry(
                0, now, JournalKinds.IntentConflict, null, line.IntentId, Stages.Intake, null, Columns.Json(new { line.Slot.StrategyId, line.Slot.RebalanceId, conflicts })));
        }
    }

    private static List<FollowUp> RecordNew(
        StoreSession session, Intent intent, IReadOnlyList<Order> lines, IReadOnlyList<Order?> known, string source, DateTimeOffset now, Onward onward)
    {
        var restoration = RestorationTable.Active(session);
        var followUps = new List<FollowUp>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (known[i] is null)
            {
                if (followUps.Count == 0 && !IntentTable.Exists(session, lines[i].IntentId))
                {
                    RecordIntent(session, intent, lines, source, now);
                }

                var proposed = Propose(session, lines[i], now);

                // It may be one that the store has forgotten: nothing is decided about it before the venue was asked.
                followUps.AddRange(restoration is not null || BreakTable.IsAtVenue(session, lines[i].ClOrdId)
                    ? [StepLog.Tell(session, Stages.Intake, proposed, Stages.Validation), AskedFirst.Ask(session, restoration, lines[i], Stages.Intake, now)]
                    : onward.Lead(session, Stages.Intake, lines[i], proposed, Stages.Validation));
            }
        }

        return followUps;
    }

    private static void RecordIntent(StoreSession session, Intent intent, IReadOnlyList<Order> lines, string source, DateTimeOffset now)
    {
        var first = lines[0];
        IntentTable.Insert(session, new IntentRecord(
            first.IntentId, first.Slot.StrategyId, first.Slot.RebalanceId, first.Slot.Portfolio, source, now, first.ValidUntil,
            intent.Reason, intent.ReasonCode));
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.IntentReceived, null, first.IntentId, Stages.Intake, null,
            Columns.Json(new { source, intent, valid_until = first.ValidUntil })));
    }

    private static OrderProposed Propose(StoreSession session, Order order, DateTimeOffset now)
    {
        var seq = JournalTable.Append(session, order, Stages.Intake, nameof(OrderProposed), now, new { order.Slot, order.Terms, order.FillPolicy, order.ValidUntil });
        OrderTable.Insert(session, seq, order);
        return new OrderProposed { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now };
    }

    /// <summary>A line of the answer.</summary>
    public static ReceiptLine LineOf(StoreSession session, Order order, bool isDuplicate)
    {
        var standing = isDuplicate ? LineTable.Standing(session, order) : order;
        return new()
        {
            ClOrdId = order.ClOrdId,
            Key = order.Key,
            Symbol = order.Symbol,
            Side = order.Side,
            State = isDuplicate ? SagaTable.StateOf(session, standing.ClOrdId) : OrderState.Proposed,
            OrdStatus = standing.OrdStatus,
            Duplicate = isDuplicate,
        };
    }
}
