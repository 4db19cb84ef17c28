using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Orders;

namespace Pipeline.Operator;

/// <summary>What an operator may do about one order. Every act is one step: recorded with who and why, or refused.</summary>
public sealed class OrderActs(IStore store, TimeProvider clock)
{
    /// <summary>Lets a held order through the checks once more. The code that held it is waived for this order; every other check runs.</summary>
    public Task<ActResult> ReleaseAsync(string clOrdId, Actor actor) => ActAsync(clOrdId, (session, order, now) =>
    {
        if (order.OrdStatus != OrdStatus.Held)
        {
            return NotHeld(order);
        }

        var code = OrderTable.CodeOf(session, clOrdId) ?? throw new InvalidOperationException($"{clOrdId} is held without a code");
        WaiverTable.Upsert(session, clOrdId, code, actor.By, actor.Why, now);
        var next = order with { Pass = order.Pass + 1, OrdStatus = OrdStatus.PendingNew };
        OrderTable.Update(session, next);
        OrderTable.Explain(session, clOrdId, null, null);
        OrderTable.SetDeadline(session, clOrdId, next.ValidUntil);
        var seq = JournalTable.Append(session, next, Stages.Operator, nameof(OrderProposed), now, new { released_from_hold_by = actor.By, actor.Why, waived = code });
        return new ActResult.Done(
            $"Released in pass {next.Pass}, {code} waived; every other check runs again",
            [
                StepLog.Tell(
                    session,
                    Stages.Operator,
                    new OrderProposed { ClOrdId = clOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
                    Stages.Validation),
            ]);
    });

    /// <summary>Ends a held order.</summary>
    public Task<ActResult> DenyAsync(string clOrdId, Actor actor) => ActAsync(clOrdId, (session, order, now) =>
        order.OrdStatus == OrdStatus.Held
            ? new ActResult.Done("Denied", Deny(session, order, "DENIED_BY_OPERATOR", actor, now))
            : NotHeld(order));

    /// <summary>
    /// Cancels an order wherever it is. What was never sent is denied; what may be at the venue is asked for, until the venue has
    /// taken the request or the order is done. Once a request has come to its end without the order, another may be made.
    /// </summary>
    public Task<ActResult> CancelAsync(string clOrdId, Actor actor) => ActAsync(clOrdId, (session, order, now) =>
    {
        if (order.OrdStatus.IsTerminal())
        {
            return new ActResult.Refused("ORDER_DONE", $"The order is {Columns.Word(order.OrdStatus)} already");
        }

        if (CancelTable.Request(session, clOrdId, actor.By, actor.Why, now) is not { } attempt)
        {
            return new ActResult.Refused("CANCEL_PENDING", $"{CancelTable.Find(session, clOrdId)!.By} has asked for it already");
        }

        // A claim that is proven absent may still get another attempt; the gate refuses it now that the cancel stands.
        if (order.OrderId is null && ClaimTable.OfOrder(session, clOrdId).All(claim => claim.IsProvenAbsent))
        {
            return new ActResult.Done("Canceled before it was sent", Deny(session, order, "CANCELED", actor, now));
        }

        var seq = JournalTable.Append(session, order, Stages.Operator, nameof(CancelOrder), now, new { canceled_by = actor.By, actor.Why, attempt });
        return new ActResult.Done(
            "The venue is asked to cancel what is left; its reports say what becomes of it",
            [
                StepLog.Tell(
                    session,
                    Stages.Operator,
                    new CancelOrder { ClOrdId = clOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
                    Stages.StepOf(Stages.Cancel, attempt)),
            ]);
    });

    private static IReadOnlyList<FollowUp> Deny(StoreSession session, Order order, string code, Actor actor, DateTimeOffset now) => StepLog.Record(
        session,
        Stages.Operator,
        new StepDecision(order, new Verdict.Deny(code, $"by={actor.By}"), nameof(OrderDenied), new { actor.By, actor.Why }),
        now);

    private static ActResult.Refused NotHeld(Order order) => new("NOT_HELD", $"The order is {Columns.Word(order.OrdStatus)}, not held");

    // Before the import nobody knows whether an order was sent, so that "before it was sent" can't be said of any.
    private Task<ActResult> ActAsync(string clOrdId, Func<StoreSession, Order, DateTimeOffset, ActResult> act) => store.WriteAsync(session =>
        OrderTable.Find(session, clOrdId) is not { } order ? new ActResult.NotFound($"No order has the ClOrdId {clOrdId}")
        : RestorationTable.IsImporting(session) ? new ActResult.Refused(
            "NOT_IMPORTED", "The store was restored and the venue's orders are not imported yet; a halt is possible at once")
        : act(session, order, clock.GetUtcNow()));
}
