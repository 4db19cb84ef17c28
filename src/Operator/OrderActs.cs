using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Operator;

/// <summary>What an operator may do about one order. Every act is one step: recorded with who and why, or refused.</summary>
public sealed class OrderActs(IStore store, TimeProvider clock)
{
    /// <summary>
    /// Lets a held order through the checks once more. The code that held it is waived for this order; every other check runs. Of an
    /// order whose remainder was escalated it says that the remainder may rest.
    /// </summary>
    /// <param name="id">Our id of the order or the venue's.</param>
    /// <param name="actor">Who and why.</param>
    /// <param name="seen">The code that the person has seen: where another one holds the order by now nothing is waived. Null waives whatever holds it.</param>
    public Task<ActResult> ReleaseAsync(string id, Actor actor, string? seen = null) => ActAsync(id, (session, order, now) =>
    {
        if (FillPolicyTable.Find(session, order.ClOrdId) is { Act: FillPolicyAct.Escalate } && !order.OrdStatus.IsTerminal())
        {
            return LetRest(session, order, actor, now);
        }

        if (order.OrdStatus != OrdStatus.Held)
        {
            return NotHeld(order);
        }

        var code = OrderTable.CodeOf(session, order.ClOrdId) ?? throw new InvalidOperationException($"{order.ClOrdId} is held without a code");
        if (code == Line.AwaitsParent)
        {
            return new ActResult.Refused(code, $"It waits for the end of {order.OrigClOrdId}, which it replaces; nobody can waive that");
        }

        if (seen is not null && seen != code)
        {
            return new ActResult.Refused("HELD_OTHERWISE", $"It is held with {code} by now, and {seen} is what was to be waived: look at it again");
        }

        WaiverTable.Upsert(session, order, code, actor.By, actor.Why, now);
        var next = order with { Pass = order.Pass + 1, OrdStatus = OrdStatus.PendingNew };
        OrderTable.Update(session, next);
        OrderTable.Explain(session, order.ClOrdId, null, null);
        OrderTable.AwaitStage(session, next, now);
        var seq = JournalTable.Append(session, next, Stages.Operator, nameof(OrderProposed), now, new { released_from_hold_by = actor.By, actor.Why, waived = code });
        return new ActResult.Done(
            $"Released in pass {next.Pass}, {code} waived; every other check runs again",
            [
                StepLog.Tell(
                    session,
                    Stages.Operator,
                    new OrderProposed { ClOrdId = order.ClOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
                    Stages.Validation),
            ]);
    });

    // A person has decided about the remainder: it stays at the venue.
    private static ActResult.Done LetRest(StoreSession session, Order order, Actor actor, DateTimeOffset now)
    {
        FillPolicyTable.SetAct(session, order.ClOrdId, FillPolicyAct.Done, now, null);
        OrderTable.Explain(session, order.ClOrdId, null, null);
        JournalTable.Append(
            session, order, Stages.Operator, JournalKinds.FillPolicyActed, now, new { policy = order.FillPolicy, act = "let_rest", facts = new { actor.By, actor.Why } });
        return new ActResult.Done("The remainder rests at the venue", []);
    }

    /// <summary>
    /// Ends a held order; and one that the venue does not show however often it is asked, though it has refused it as one that it has: which
    /// of its two words is true, evidence can't tell, and a person who has asked the venue can.
    /// </summary>
    public Task<ActResult> DenyAsync(string id, Actor actor) => ActAsync(id, (session, order, now) =>
    {
        if (order.OrdStatus != OrdStatus.Held && !IsShownNowhere(session, order))
        {
            return NotHeld(order);
        }

        ClaimTable.SettleOpen(session, order.ClOrdId, ClaimOutcome.NotFound, $"not shown, and {actor.By} says that it is not there: {actor.Why}");
        return new ActResult.Done("Denied", StepLog.Record(
            session,
            Stages.Operator,
            new StepDecision(order, new Verdict.Deny(DenialCodes.ByOperator, $"by={actor.By}"), nameof(OrderDenied), new { actor.By, actor.Why }),
            now));
    });

    private static bool IsShownNowhere(StoreSession session, Order order) =>
        order.OrdStatus == OrdStatus.Unresolved
        && ClaimTable.OfOrder(session, order.ClOrdId).Where(claim => claim.NextCheckAt is not null).ToList() is { Count: > 0 } open
        && open.TrueForAll(claim => claim.Absences >= Resolution.AbsencesNeeded);

    /// <summary>
    /// Cancels an order's line wherever it is. What was never sent is denied; what may be at the venue is asked for, until the venue has
    /// taken the request or the order is done; nothing more is sent for the line. Once a request has come to its end without the order,
    /// another may be made.
    /// </summary>
    public Task<ActResult> CancelAsync(string id, Actor actor) => ActAsync(id, (session, order, now) => LineCancel.Act(session, order, actor, Stages.Operator, now));

    private static ActResult.Refused NotHeld(Order order) => new("NOT_HELD", $"The order is {Columns.Word(order.OrdStatus)}, not held");

    // Before the import nobody knows whether an order was sent, so that "before it was sent" can't be said of any.
    private async Task<ActResult> ActAsync(string id, Func<StoreSession, Order, DateTimeOffset, ActResult> act) => ActedOn.TurnOf(store, id) is not { } turn
        ? store.Read(RestorationTable.IsImporting) ? NotImported() : ActedOn.None(id)
        : await store.WriteAsync(turn, session => ActedOn.Order(session, id, order => RestorationTable.IsImporting(session)
            ? NotImported()
            : act(session, order, clock.GetUtcNow()))).ConfigureAwait(false);

    private static ActResult.Refused NotImported() => new("NOT_IMPORTED", "The store was restored and the venue's orders are not imported yet; a halt is possible at once");
}
