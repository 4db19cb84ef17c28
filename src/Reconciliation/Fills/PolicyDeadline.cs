using Pipeline.Messages.Intents;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation.Fills;

/// <summary>Does what an order's fill policy decides when its time has come. Everything that an act needs is recorded in the step that asks for it.</summary>
internal static class PolicyDeadline
{
    /// <summary>How soon the venue is asked what became of a cancel that it has not reported: usually its report is there long before.</summary>
    private static readonly TimeSpan FirstQuestion = TimeSpan.FromSeconds(5);

    /// <summary>The policy's time has come.</summary>
    public static IReadOnlyList<FollowUp> Act(StoreSession session, FillPolicyRow row, Hindrances hindrances, DateTimeOffset now)
    {
        var order = OrderTable.Find(session, row.ClOrdId) ?? throw new UnknownOrderException(row.ClOrdId);
        var facts = FactsOf(session, row, order, now);
        return Do(session, row, order.FillPolicy.Type == FillPolicyType.RepriceRemainder ? facts with { Hindrance = hindrances.Of(session, order, facts.FirstPrice, now), Ticks = hindrances.TicksOf(session, order) } : facts);
    }

    /// <summary>The venue was asked what has filled of the order, and that is booked.</summary>
    public static IReadOnlyList<FollowUp> ActOnChecked(StoreSession session, FillPolicyRow row, Order order, DateTimeOffset now) =>
        Do(session, row, FactsOf(session, row, order, now) with { IsChecked = true });

    /// <summary>The price that the line's first order was sent with; null when it had none.</summary>
    public static decimal? FirstPriceOf(StoreSession session, Order order) =>
        SentTerms.Of(order.IsReplacement ? OrderTable.Find(session, order.LineClOrdId)! : order).Price;

    private static FillFacts FactsOf(StoreSession session, FillPolicyRow row, Order order, DateTimeOffset now) =>
        new(order, row.WorkingAt, FirstPriceOf(session, order), now)
        {
            Stop = LineTable.StopOf(session, order.Key),
            IsBeingCanceled = CancelTable.Find(session, order.ClOrdId) is { IsUnderWay: true },
        };

    private static IReadOnlyList<FollowUp> Do(StoreSession session, FillPolicyRow row, FillFacts facts)
    {
        var (order, now) = (facts.Order, facts.Now);
        return FillPolicies.Next(facts) switch
        {
            FillAct.Wait wait => Wait(session, order, wait, now),
            FillAct.CheckFills check => CheckFills(session, order, check.Why, now),
            FillAct.LetRest rest => LetRest(session, order, rest.Why, now),
            FillAct.Cancel cancel => Cancel(session, order, cancel, now),
            FillAct.Replace replace => Replace(session, order, replace.Price, now),
            FillAct.Exhausted exhausted => Exhausted(session, order, exhausted.Why, now),
            FillAct.Escalate => Escalate(session, order, row, now),
            var act => throw new ArgumentOutOfRangeException(nameof(row), act, "Not an act"),
        };
    }

    private static IReadOnlyList<FollowUp> Wait(StoreSession session, Order order, FillAct.Wait wait, DateTimeOffset now)
    {
        FillPolicyTable.SetNext(session, order.ClOrdId, wait.Until, now);
        return [];
    }

    private static IReadOnlyList<FollowUp> CheckFills(StoreSession session, Order order, string why, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Check, now, now);
        Note(session, order, "check_fills", new { why }, now);
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

    /// <summary>Writes down what the policy did.</summary>
    public static void Note(StoreSession session, Order order, string act, object facts, DateTimeOffset now) =>
        JournalTable.Append(session, order, Stages.Reconciliation, JournalKinds.FillPolicyActed, now, new { policy = order.FillPolicy, act, facts });
}
