using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Reconciliation.Fills;

/// <summary>Does what an order's fill policy decides when its time has come. Everything that an act needs is recorded in the step that asks for it.</summary>
internal static class PolicyDeadline
{
    /// <summary>How soon the venue is asked what became of a cancel that it has not reported: usually its report is there long before.</summary>
    private static readonly TimeSpan FirstQuestion = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<FollowUp> Act(StoreSession session, FillPolicyRow row, SessionCalendars calendars, DateTimeOffset now)
    {
        var order = OrderTable.Find(session, row.ClOrdId) ?? throw new UnknownOrderException(row.ClOrdId);
        if (LineTable.StopOf(session, order.Key) is not null || CancelTable.Find(session, order.ClOrdId) is not null)
        {
            // A person has decided about the remainder, or it is for one to decide.
            return LetRest(session, order, "somebody has asked for its cancel", now);
        }

        var first = order.IsReplacement ? OrderTable.Find(session, order.LineClOrdId)! : order;
        return FillPolicies.Next(new FillFacts(order, row.WorkingAt, SentTerms.Of(first).Price, now, Hindrance(session, order, calendars, now))) switch
        {
            FillAct.Wait wait => Wait(session, order, wait),
            FillAct.LetRest rest => LetRest(session, order, rest.Why, now),
            FillAct.Cancel cancel => Cancel(session, order, cancel, now),
            FillAct.Replace replace => Replace(session, order, replace.Price, now),
            FillAct.Exhausted exhausted => Exhausted(session, order, exhausted.Why, now),
            FillAct.Escalate => Escalate(session, order, row, now),
            var act => throw new ArgumentOutOfRangeException(nameof(row), act, "Not an act"),
        };
    }

    // What the last gate would deny the replacement for: the order it is to replace had better stay.
    private static string? Hindrance(StoreSession session, Order order, SessionCalendars calendars, DateTimeOffset now) =>
        HaltTable.Covering(session, order) is [var halt, ..] ? $"{halt.Scope} is halted"
        : calendars.For(order.Symbol).At(now) is SessionStatus.Open ? null
        : "the market is closed";

    private static IReadOnlyList<FollowUp> Wait(StoreSession session, Order order, FillAct.Wait wait)
    {
        FillPolicyTable.SetNext(session, order.ClOrdId, wait.Until);
        return [];
    }

    private static IReadOnlyList<FollowUp> LetRest(StoreSession session, Order order, string why, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Done, now, null);
        Note(session, order, "let_rest", new { why }, now);
        return [];
    }

    private static IReadOnlyList<FollowUp> Cancel(StoreSession session, Order order, FillAct.Cancel cancel, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Cancel, now, now + FirstQuestion);
        Note(session, order, "cancel", new { cancel.Why }, now);
        if (cancel.IsIncomplete)
        {
            JournalTable.RaiseAlert(
                session, Alert.IncompleteCanceled, order.ClOrdId, Stages.Reconciliation, now, order, new { order.CumQty, order.OrderQty, order.FillPolicy });
        }

        return [PolicyCancels.Ask(session, order, PolicyCancels.NameOf(order), cancel.Why, now)!];
    }

    private static IReadOnlyList<FollowUp> Replace(StoreSession session, Order order, decimal price, DateTimeOffset now)
    {
        var (replacement, held) = Replacement.Create(session, order, price, now);
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Replace, now, now + FirstQuestion);
        Note(session, order, "replace", new { from = SentTerms.Of(order).Price, price, replaced_by = replacement.ClOrdId, replacement.Generation, left = order.LeavesQty }, now);
        return [held, PolicyCancels.Ask(session, order, PolicyCancels.NameOf(order), $"replaced by {replacement.ClOrdId} at {price}", now)!];
    }

    private static IReadOnlyList<FollowUp> Exhausted(StoreSession session, Order order, string why, DateTimeOffset now)
    {
        LetRest(session, order, why, now);
        JournalTable.RaiseAlert(
            session, Alert.RepriceExhausted, order.ClOrdId, Stages.Reconciliation, now, order, new { why, left = order.LeavesQty, price = SentTerms.Of(order).Price });
        return [];
    }

    // The order stays where it is; what it is marked with says that a person must cancel it or let it rest.
    private static IReadOnlyList<FollowUp> Escalate(StoreSession session, Order order, FillPolicyRow row, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Escalate, now, null);
        OrderTable.Explain(session, order.ClOrdId, Alert.RemainderEscalated.Code, $"left={order.LeavesQty}, working_since={row.WorkingAt:O}");
        Note(session, order, "escalate", new { left = order.LeavesQty }, now);
        JournalTable.RaiseAlert(
            session, Alert.RemainderEscalated, order.ClOrdId, Stages.Reconciliation, now, order, new { left = order.LeavesQty, order.CumQty, row.WorkingAt });
        return [];
    }

    private static void Note(StoreSession session, Order order, string act, object facts, DateTimeOffset now) =>
        JournalTable.Append(session, order, Stages.Reconciliation, JournalKinds.FillPolicyActed, now, new { policy = order.FillPolicy, act, facts });
}
