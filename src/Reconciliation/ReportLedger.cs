using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>
/// Books what a venue reports: the execution, the order's fills and status, the position and the reservation, in one step.
/// A report that was booked before changes nothing, and the order of arrival does not matter.
/// </summary>
public static class ReportLedger
{
    public static IReadOnlyList<FollowUp> Apply(StoreSession session, ExecutionReport report, DateTimeOffset now)
    {
        // The answer to a send brings what the venue's own report mostly has told already, and then adds no entry.
        session.Ahead(ahead => Look(ahead, report), entries: EntriesOf(report));
        var order = Find(session, report) is { } known ? AsSent(session, report, known, now) : null;
        if (order is not null && !SentTerms.CanBeOf(order, report))
        {
            ReportBreaks.RaiseCollision(session, report, order, now);
            order = null;
        }

        report = Recorrection.Named(session, report);
        if (report.ExecId is not null && ExecutionTable.IsBooked(session, report.Venue, report.Account, report.ExecId, out var bookedFor))
        {
            return bookedFor is null && order is not null ? Adopt(session, report, order, now) : [];
        }

        if (order is null)
        {
            BookExternal(session, report, now);
            return [];
        }

        order = Reopened(session, report, order, now);
        ReportedRefusal.Book(session, report, order, now);
        var ledger = OrderLedger.Of(order);
        var booking = ExecutionBooking.Of(session, report, order.ClOrdId);
        var restating = RestatementBooking.Of(session, report, order);
        var (was, counts) = restating?.ForOrder(session) ?? booking?.ForOrder(session, order) ?? (Fill.None, Fill.None);
        var change = ledger.Apply(report, was, counts);
        if (IsOfOtherQuantity(report, change.After))
        {
            ReconciliationTable.Ask(session, report.Venue, report.Account, "a report states another quantity of an order", blocks: false, now);
        }

        if (change.After.OrdStatus.IsTerminal() && (IsOfOtherQuantity(report, change.After) || IsOfOtherFills(report, change.After)))
        {
            OrderTable.TellOtherwise(session, order.ClOrdId);
        }

        if (report.ExecId is null && restating is null && IsNothingNew(report, order, change))
        {
            KeepTime(session, order, change);
            return [];
        }

        return Book(session, report, order, change, booking, restating, now);
    }

    /// <summary>Whether the venue's reports say already that it took an order, so that an answer which refused it is wrong. Reports may come before the answer is taken in.</summary>
    public static bool Contradicts(Order order) =>
        order.OrderId is not null && order.OrdStatus is not (OrdStatus.PendingNew or OrdStatus.Unresolved or OrdStatus.Rejected);

    /// <summary>Says that the venue's answer was wrong, and leaves the order as the reports have it.</summary>
    public static void PassOver(StoreSession session, Order order, OrderRejected refusal, DateTimeOffset now)
    {
        JournalTable.RaiseAlert(
            session, Alert.RejectedButAccepted, order.ClOrdId, Stages.Reconciliation, now, order, new { order.OrderId, order.OrdStatus, refusal.Attempt, refusal.Code });
        OrderTable.Explain(session, order.ClOrdId, null, null);
    }

    /// <summary>How many entries nearly every report of its kind adds.</summary>
    public static int EntriesOf(ExecutionReport report) => report.ExecId is null ? 0 : 1;

    /// <summary>What nearly every report asks for.</summary>
    public static void Look(StoreSession ahead, ExecutionReport report)
    {
        if (report.ClOrdId is { } id && OrderTable.Find(ahead, id) is { } order)
        {
            Look(ahead, report, order);
        }

        if (report.ExecId is not null)
        {
            ExecutionTable.IsBooked(ahead, report.Venue, report.Account, report.ExecId, out _);
            ExecutionBooking.Of(ahead, report, null);
            PositionTable.Of(ahead, report.Account, report.Symbol);
        }
    }

    private static void Look(StoreSession ahead, ExecutionReport report, Order order)
    {
        ExposureTable.Of(ahead, order);
        if (order.OrderId is null && report.OrderId.Length > 0)
        {
            BreakTable.About(ahead, order.Venue, order.Account, report.OrderId);
            ExecutionTable.ReportsOfNobody(ahead, order.Venue, order.Account, report.OrderId);
        }

        if (report.CommCurrency is { } currency)
        {
            FeeTable.Of(ahead, report.Account, currency);
        }
    }

    // Between the import and the answers to its questions a restored store may hear of an order that the lost one had sent.
    private static Order AsSent(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now) =>
        report.ExecType != ExecType.Restated && SentTerms.MayAskFor(order, report.OrderQty) && RestorationTable.Active(session) is not null
            ? Replacement.Found(session, order, report.OrderQty, now)
            : order;

    // A report that is not of the quantity itself may be older than what changed it, and may not; the venue's lists say what holds now.
    private static bool IsOfOtherQuantity(ExecutionReport report, OrderLedger after) =>
        report.OrderQty > 0 && report.OrderQty != after.OrderQty && !(report.TransactTime <= after.RestatedAt) && report.OrdStatus != OrdStatus.Replaced;

    // What a trade's report counts may have been overtaken; how an order has ended, the venue knows.
    private static bool IsOfOtherFills(ExecutionReport report, OrderLedger after) =>
        report.ExecId is null && report.OrderQty > 0 && report.OrdStatus.IsTerminal() && report.CumQty != after.CumQty;

    // The acknowledgement of what the stream has told already; a status that a list shows again.
    private static bool IsNothingNew(ExecutionReport report, Order order, LedgerChange change) =>
        change.Refusal is null && order.OrderId == report.OrderId && order.OrdStatus == change.After.OrdStatus
        && change.After with { StandingAt = null } == change.Before with { StandingAt = null };

    private static void KeepTime(StoreSession session, Order order, LedgerChange change)
    {
        if (change.After.StandingAt != change.Before.StandingAt)
        {
            OrderTable.Update(session, order with { StandingAt = change.After.StandingAt });
        }
    }

    // An execution that was booked as somebody else's turns out to be of an order of ours, which the store had forgotten: the
    // position has it already, the order has not.
    private static IReadOnlyList<FollowUp> Adopt(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        ExecutionTable.Attribute(session, report.Venue, report.Account, report.ExecId!, order.ClOrdId);
        var (was, counts) = ExecutionBooking.Of(session, report, order.ClOrdId)?.ForOrder(session, order) ?? (Fill.None, Fill.None);
        return Book(session, report, order, OrderLedger.Of(order).Apply(report, was, counts), null, null, now, isKnown: true);
    }

    // The venue's answer refused the order and its reports say that it took it after all: the reports are the truth.
    private static Order Reopened(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        if (order.OrdStatus != OrdStatus.Rejected || order.OrderId is not null || report.ExecType == ExecType.Rejected)
        {
            return order;
        }

        JournalTable.RaiseAlert(
            session, Alert.RejectedButAccepted, order.ClOrdId, Stages.Reconciliation, now, order, new { report.OrderId, report.ExecType, report.ExecId });
        OrderTable.Explain(session, order.ClOrdId, null, null);
        CancelTable.Overtake(session, order.ClOrdId);
        return order with { OrdStatus = OrdStatus.PendingNew, Standing = OrdStatus.PendingNew, StandingAt = null };
    }

    private static IReadOnlyList<FollowUp> Book(
        StoreSession session, ExecutionReport report, Order before, LedgerChange change, ExecutionBooking? booking, RestatementBooking? restating, DateTimeOffset now,
        bool isKnown = false)
    {
        var ledger = change.After;
        var after = before with
        {
            OrdStatus = ledger.OrdStatus,
            Standing = ledger.Standing,
            StandingAt = ledger.StandingAt,
            RestatedQty = ledger.RestatedAt is null ? null : ledger.OrderQty,
            RestatedAt = ledger.RestatedAt,
            CumQty = ledger.CumQty,
            CumValue = ledger.CumValue,
            OrderId = report.OrderId.Length > 0 ? report.OrderId : before.OrderId,
            EndedAt = ledger.Standing.IsEnd() ? before.EndedAt ?? report.TransactTime : null,
        };
        var first = before.OrderId is null ? after.OrderId : null;

        // A lost store had sent the order, and the one in its place has booked its executions as nobody's. The venue may never tell of
        // them again.
        var forgotten = first is null ? [] : ExecutionTable.ReportsOfNobody(session, after.Venue, after.Account, first);
        after = ExposureTable.Book(session, after, after.LeavesQty, before.CumQty);
        OrderTable.Update(session, after, deadline: null);
        ClaimTable.SettleOpen(session, after.ClOrdId, ClaimOutcome.Acknowledged, $"reported by {report.Venue} as {report.OrderId}");
        if (after.Standing != before.Standing && after.OrdStatus == after.Standing)
        {
            ExplainEnd(session, report, after, now);
        }

        var adopted = first is null ? [] : Breaks.Adopt(session, after, first, now);
        var seq = JournalTable.Append(session, after, Stages.Reconciliation, nameof(ExecutionReport), now, new
        {
            report, after.OrdStatus, after.CumQty, after.LeavesQty, after.AvgPx, before.StandingAt,
        });
        if (report.ExecId is not null && !isKnown)
        {
            ExecutionTable.Insert(session, report, after.ClOrdId, seq);
        }

        booking?.Book(session);
        restating?.Book(session, seq);
        ReportBreaks.Raise(session, report, before, after, change, booking, now);
        if (change.IsReopened)
        {
            CancelTable.Overtake(session, after.ClOrdId);
        }

        var isTerminal = after.OrdStatus.IsTerminal();
        return
        [
            .. adopted,
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderStatusChanged
                {
                    ClOrdId = after.ClOrdId, IntentId = after.IntentId, Pass = after.Pass, Seq = seq, At = now,
                    OrdStatus = after.OrdStatus, CumQty = after.CumQty, LeavesQty = after.LeavesQty, IsTerminal = isTerminal,
                },
                isTerminal ? Stages.Analytics : null),
            .. LineWatch.After(session, report, before, after, change, now),
            .. forgotten.SelectMany(nobodys => Apply(session, nobodys, now)).ToList(),
        ];
    }

    // Only the word that has ended an order says why it did: a bust that comes later has reasons of its own. Of a rejection the answer may
    // have said more.
    private static void ExplainEnd(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        var code = Columns.Word(order.OrdStatus).ToUpperInvariant();
        var text = report.Text ?? report.Found;
        switch (order.OrdStatus)
        {
            case OrdStatus.Canceled or OrdStatus.Expired when text is not null:
                OrderTable.Explain(session, order.ClOrdId, code, text);
                break;
            case OrdStatus.Rejected:
                if (OrderTable.CodeOf(session, order.ClOrdId) is { } known)
                {
                    code = known;
                }
                else
                {
                    OrderTable.Explain(session, order.ClOrdId, code, text);
                }

                Rejections.OfOrder(session, order, code, text, now);
                break;
        }
    }

    private static Order? Find(StoreSession session, ExecutionReport report) =>
        (report.ClOrdId is null ? null : OrderTable.Find(session, report.ClOrdId)) ?? OrderTable.FindByVenueId(session, report.Venue, report.OrderId);

    // A report about an order that is not ours is booked as such: listed, never hidden, never touched. What was over before the
    // account was followed is its history.
    private static void BookExternal(StoreSession session, ExecutionReport report, DateTimeOffset now)
    {
        var seq = JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.ExternalReport, null, null, Stages.Reconciliation, null, Columns.Json(new { report })));
        if (!(ReconciliationTable.Find(session, report.Venue, report.Account) is { } followed && report.TransactTime < followed.BeganAt))
        {
            Breaks.SeeExternal(session, report.Venue, report.Account, ViewOf(report), now);
        }

        if (report.ExecId is not null)
        {
            ExecutionTable.Insert(session, report, null, seq);
        }

        ExecutionBooking.Of(session, report, null)?.Book(session);
    }

    private static ViewedOrder ViewOf(ExecutionReport report) =>
        new(report.OrderId, report.ClOrdId, report.Symbol, report.OrdStatus, report.OrderQty, report.CumQty) { Side = report.Side };
}
