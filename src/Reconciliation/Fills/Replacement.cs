using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation.Fills;

/// <summary>
/// The life of an order that replaces another one of its line, before it is sent. It is recorded, with its ClOrdId and price, before
/// the other's cancel is asked for; it is held while that one may trade; and what it asks for is decided when the venue has been asked
/// what that one has filled. From then on it is an order like any, through every check.
/// </summary>
internal static class Replacement
{
    /// <summary>Records the order that is to replace another.</summary>
    public static (Order Order, FollowUp Held) Create(StoreSession session, Order parent, decimal price, DateTimeOffset now)
    {
        // One that ended unsent keeps its number, and its ClOrdId, for ever.
        var generation = LineTable.Of(session, parent).Members.Count + 1;
        var order = parent with
        {
            ClOrdId = OrderKey.ReplacementClOrdId(parent.Key, generation),
            Generation = generation,
            OrigClOrdId = parent.ClOrdId,
            Terms = parent.Terms with { Qty = parent.LeavesQty, LimitPrice = price },
            ReceivedAt = now,
            Pass = 1,
            OrdStatus = OrdStatus.PendingNew,
            Standing = OrdStatus.PendingNew,
            StandingAt = null,
            CumQty = 0,
            CumValue = 0,
            ReservedQty = 0,
            OrderId = null,
            EndedAt = null,
        };
        var seq = JournalTable.Append(
            session, order, Stages.Reconciliation, JournalKinds.ReplacementRecorded, now,
            new { replaces = parent.ClOrdId, order.Generation, price, qty_at_most = order.Terms.Qty, order.ReferencePx, order.PriceBound });
        OrderTable.Insert(session, seq, order);
        OrderTable.Update(session, order);
        return (order, Hold(session, order, now));
    }

    /// <summary>Holds an order until the one that it replaces can't trade any more.</summary>
    public static FollowUp Hold(StoreSession session, Order order, DateTimeOffset now) => StepLog.Record(
        session,
        Stages.Reconciliation,
        new StepDecision(order, new Verdict.Hold(Line.AwaitsParent, $"replaces={order.OrigClOrdId}", Until: null), "", new { order.OrigClOrdId }),
        now)[0];

    /// <summary>
    /// The order that another waits to replace is over. What is left moves to the one that waits, so that nobody else takes the room;
    /// and the venue is asked what was filled before anything is sent.
    /// </summary>
    public static IReadOnlyList<FollowUp> ParentEnded(StoreSession session, Order parent, Order replacement, DateTimeOffset now)
    {
        var line = LineTable.Of(session, replacement);
        var left = line.LeftFor(replacement, parent);
        if (left <= 0)
        {
            FillPolicyTable.End(session, parent.ClOrdId);
            return End(session, replacement, Line.NothingLeft, $"replaces={parent.ClOrdId}, which is {Columns.Word(parent.OrdStatus)}", now);
        }

        if (parent.Standing != OrdStatus.Canceled)
        {
            FillPolicyTable.SetAct(session, parent.ClOrdId, FillPolicyAct.Done, now, null);
            return End(session, replacement, Line.ParentNotCanceled, $"replaces={parent.ClOrdId}, which is {Columns.Word(parent.OrdStatus)}, left={left}", now);
        }

        OrderTable.Update(session, ExposureTable.Reserve(session, replacement, left));
        JournalTable.Append(session, replacement, Stages.Reconciliation, JournalKinds.RemainderReserved, now, new { qty = left, replaces = parent.ClOrdId, parent.OrdStatus, parent.CumQty });
        FillPolicyTable.SetNext(session, parent.ClOrdId, now, now);
        return [];
    }

    /// <summary>Lets an order go to the first check: the one that it replaces is over, and the venue has said what was filled of it.</summary>
    public static IReadOnlyList<FollowUp> Release(StoreSession session, Order parent, Order replacement, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, parent.ClOrdId, FillPolicyAct.Done, now, null);
        var line = LineTable.Of(session, replacement);
        var left = line.LeftFor(replacement, parent);
        if (left <= 0)
        {
            return End(session, replacement, Line.NothingLeft, $"replaces={parent.ClOrdId}, filled={parent.CumQty}", now);
        }

        if (line.IsRestated)
        {
            return End(session, replacement, Line.QtyRestated, $"replaces={parent.ClOrdId}, restated={parent.RestatedQty}", now);
        }

        var filled = line.CommittedBeside(replacement.ClOrdId);
        LineTable.SetQty(session, replacement.ClOrdId, left);
        var next = ExposureTable.Reserve(session, replacement, left) with
        {
            Terms = replacement.Terms with { Qty = left }, Pass = replacement.Pass + 1, OrdStatus = OrdStatus.PendingNew,
        };
        OrderTable.Update(session, next);
        OrderTable.Explain(session, next.ClOrdId, null, null);
        OrderTable.AwaitStage(session, next, now);
        var seq = JournalTable.Append(
            session, next, Stages.Reconciliation, nameof(OrderProposed), now,
            new
            {
                replaces = parent.ClOrdId, next.Generation, next.Terms, next.ValidUntil, line_qty = line.Qty, filled_before = filled,
                not_sent_again = filled + left < line.Qty ? line.Qty - filled - left : (decimal?)null,
            });
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderProposed { ClOrdId = next.ClOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
                Stages.Validation),
        ];
    }

    /// <summary>
    /// Takes for known what the venue shows a replacement to ask for. A backup that is older than the end of the order before it knows
    /// only the most that it could be.
    /// </summary>
    /// <returns>The order as it was sent.</returns>
    public static Order Found(StoreSession session, Order replacement, decimal shownQty, DateTimeOffset now)
    {
        if (!SentTerms.MayAskFor(replacement, shownQty))
        {
            return replacement;
        }

        LineTable.SetQty(session, replacement.ClOrdId, shownQty);
        var sent = ExposureTable.Reserve(session, replacement, Math.Min(replacement.ReservedQty, shownQty)) with { Terms = replacement.Terms with { Qty = shownQty } };
        OrderTable.Update(session, sent);
        var attempts = ClaimTable.Lessen(session, sent.ClOrdId, shownQty);
        JournalTable.Append(
            session, sent, Stages.Reconciliation, JournalKinds.ReplacementFound, now,
            new { replaces = sent.OrigClOrdId, sent.Terms, qty_at_most = replacement.Terms.Qty, attempts });
        return sent;
    }

    /// <summary>Ends an order that was not sent.</summary>
    public static IReadOnlyList<FollowUp> End(StoreSession session, Order replacement, string code, string detail, DateTimeOffset now) =>
        StepLog.Record(session, Stages.Reconciliation, new StepDecision(replacement, new Verdict.Deny(code, detail), "", new { replacement.OrigClOrdId }), now);
}
