using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// Books what a venue reports: the execution, the order's fills and status, the position and the reservation, in one step.
/// A report that was booked before changes nothing, and the order of arrival does not matter.
/// </summary>
public static class ReportLedger
{
    public static IReadOnlyList<FollowUp> Apply(StoreSession session, ExecutionReport report, DateTimeOffset now)
    {
        var order = Find(session, report);
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
        var ledger = new OrderLedger(order.OrdStatus, order.CumQty, order.CumValue);

        // A bust or a correction may overtake the trade it speaks of; the trade then counts as they left it.
        if (report is { ExecType: ExecType.Trade, ExecId: not null }
            && ExecutionTable.Restatement(session, report.Venue, report.Account, report.ExecId) is { } restated)
        {
            return Book(session, report, order, ledger.Apply(report with { LastQty = restated.Qty, LastPx = restated.Px }, order.Terms.Qty), now);
        }

        var original = report.ExecRefId is null ? null : ExecutionTable.Effective(session, report.Venue, report.Account, report.ExecRefId);
        var change = ledger.Apply(report, order.Terms.Qty, original);
        if (report.ExecId is null && change.QtyDelta == 0 && change.Ledger.OrdStatus == order.OrdStatus && order.OrderId == report.OrderId)
        {
            // The acknowledgement of what the stream has told already.
            return [];
        }

        return Book(session, report, order, change, now);
    }

    // An execution that was booked as somebody else's turns out to be of an order of ours, which the store had forgotten: the
    // position has it already, the order has not.
    private static IReadOnlyList<FollowUp> Adopt(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        ExecutionTable.Attribute(session, report.Venue, report.Account, report.ExecId!, order.ClOrdId);
        var change = new OrderLedger(order.OrdStatus, order.CumQty, order.CumValue).Apply(report, order.Terms.Qty);
        return Book(session, report, order, change, now, isKnown: true);
    }

    // The venue's answer refused the order and its reports say that it took it after all: the reports are the truth.
    private static Order Reopened(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        if (order.OrdStatus != OrdStatus.Rejected || order.OrderId is not null || report.ExecId is null || report.ExecType == ExecType.Rejected)
        {
            return order;
        }

        JournalTable.RaiseAlert(
            session, Alert.RejectedButAccepted, order.ClOrdId, Stages.Reconciliation, now, order, new { report.OrderId, report.ExecType, report.ExecId });
        OrderTable.Explain(session, order.ClOrdId, null, null);
        return order with { OrdStatus = OrdStatus.PendingNew };
    }

    private static IReadOnlyList<FollowUp> Book(
        StoreSession session, ExecutionReport report, Order before, LedgerChange change, DateTimeOffset now, bool isKnown = false)
    {
        var after = before with
        {
            OrdStatus = change.Ledger.OrdStatus,
            CumQty = change.Ledger.CumQty,
            CumValue = change.Ledger.CumValue,
            OrderId = report.OrderId.Length > 0 ? report.OrderId : before.OrderId,
        };
        after = ExposureTable.Reserve(session, after, after.LeavesQty);
        OrderTable.Update(session, after);
        OrderTable.SetDeadline(session, after.ClOrdId, null);
        ClaimTable.SettleOpen(session, after.ClOrdId, ClaimOutcome.Acknowledged, $"reported by {report.Venue} as {report.OrderId}");
        if (after.OrdStatus is OrdStatus.Canceled or OrdStatus.Expired && report.Text is not null)
        {
            OrderTable.Explain(session, after.ClOrdId, Columns.Word(after.OrdStatus).ToUpperInvariant(), report.Text);
        }

        if (!isKnown)
        {
            BookPosition(session, report, change);
        }

        var seq = JournalTable.Append(session, after, Stages.Reconciliation, nameof(ExecutionReport), now, new
        {
            report, after.OrdStatus, after.CumQty, after.LeavesQty, after.AvgPx,
        });
        if (report.ExecId is not null && !isKnown)
        {
            ExecutionTable.Insert(session, report, after.ClOrdId, seq);
        }

        RaiseBreaks(session, report, before, after, change, now);
        var isTerminal = after.OrdStatus.IsTerminal();
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderStatusChanged
                {
                    ClOrdId = after.ClOrdId, IntentId = after.IntentId, Pass = after.Pass, Seq = seq, At = now,
                    OrdStatus = after.OrdStatus, CumQty = after.CumQty, LeavesQty = after.LeavesQty, IsTerminal = isTerminal,
                },
                isTerminal ? Stages.Analytics : null),
        ];
    }

    private static Order? Find(StoreSession session, ExecutionReport report) =>
        (report.ClOrdId is null ? null : OrderTable.Find(session, report.ClOrdId)) ?? OrderTable.FindByVenueId(session, report.Venue, report.OrderId);

    private static void BookPosition(StoreSession session, ExecutionReport report, LedgerChange change)
    {
        if (change.QtyDelta == 0 && change.ValueDelta == 0)
        {
            return;
        }

        var position = PositionTable.Of(session, report.Account, report.Symbol);
        PositionTable.Save(session, report.Account, report.Symbol, report.ExecType == ExecType.Trade
            ? position.After(report.Side, change.QtyDelta, change.ValueDelta / change.QtyDelta)
            : position.Restated(report.Side, change.QtyDelta, change.ValueDelta));
    }

    // A report about an order that is not ours is booked as such: listed, never hidden, never touched.
    private static void BookExternal(StoreSession session, ExecutionReport report, DateTimeOffset now)
    {
        var seq = JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.ExternalReport, null, null, Stages.Reconciliation, null, Columns.Json(new { report })));
        JournalTable.RaiseAlert(
            session, Alert.ExternalOrder, report.OrderId, Stages.Reconciliation, now, null,
            new { report.Venue, report.Account, report.Symbol, report.ClOrdId, report.ExecType });
        if (report.ExecId is not null)
        {
            ExecutionTable.Insert(session, report, null, seq);
        }

        if (report.ExecType == ExecType.Trade)
        {
            var position = PositionTable.Of(session, report.Account, report.Symbol);
            PositionTable.Save(session, report.Account, report.Symbol, position.After(report.Side, report.LastQty, report.LastPx));
        }
    }

    private static void RaiseBreaks(
        StoreSession session, ExecutionReport report, Order before, Order after, LedgerChange change, DateTimeOffset now)
    {
        void Raise(Alert alert) => JournalTable.RaiseAlert(
            session, alert, after.ClOrdId, Stages.Reconciliation, now, after,
            new { before = before.OrdStatus, report.ExecType, report.ExecId, report.LastQty, after.CumQty, after.Terms.Qty });

        if (change.IsOverFill && change.QtyDelta > 0)
        {
            Raise(Alert.OverFill);
        }

        if (change.IsLateFill)
        {
            Raise(Alert.LateFill);
        }

        if (before.OrdStatus is OrdStatus.Denied or OrdStatus.Held)
        {
            Raise(Alert.ReportOnUnsentOrder);
        }
    }
}
