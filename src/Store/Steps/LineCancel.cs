using Pipeline.Messages.Intents;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// A cancel from an operator or an agent, at any moment of a line's life. It is of the whole line, whichever of its orders it names: one that was not
/// sent ends, one that may be at the venue is asked for, and no other is made. One that is over here and open at the venue, as an open break says,
/// is asked for too.
/// </summary>
public static class LineCancel
{
    /// <summary>The code of the refusal where every order of the line has come to its end.</summary>
    public const string Ended = "ORDER_DONE";

    /// <summary>The code of the refusal where somebody has asked for the same.</summary>
    public const string Pending = "CANCEL_PENDING";

    /// <summary>Cancels what is left of the line of an order.</summary>
    /// <param name="session">The step.</param>
    /// <param name="order">Any order of the line.</param>
    /// <param name="actor">Who asks for it and why.</param>
    /// <param name="stage">Who records it.</param>
    /// <param name="now">The time.</param>
    public static ActResult Act(StoreSession session, Order order, Actor actor, string stage, DateTimeOffset now)
    {
        var line = LineTable.Of(session, order);
        var open = line.Members.Where(member => !member.Order.OrdStatus.IsTerminal() || Breaks.IsOpenThere(session, member.Order)).ToList();
        if (open.Count == 0)
        {
            return new ActResult.Refused(Ended, $"The order is {Columns.Word(order.OrdStatus)} already");
        }

        var isNew = line.Members[0].Order.FillPolicy.Type != FillPolicyType.Rest
            && LineTable.Stop(session, order.Key, Line.Canceled, $"canceled by {actor.By}: {actor.Why}", now);
        foreach (var member in open.Where(member => isNew && member.MayBeAtVenue))
        {
            // Nothing takes its place any more. Should the venue refuse this cancel, the policy goes on and asks for it at its time.
            if (FillPolicyTable.CancelOnly(session, member.Order.ClOrdId))
            {
                JournalTable.Append(
                    session, member.Order, stage, JournalKinds.FillPolicyActed, now,
                    new { policy = member.Order.FillPolicy, act = "cancel_only", facts = new { actor.By, actor.Why } });
            }
        }

        var done = open.Select(member => member.MayBeAtVenue ? AskVenue(session, member.Order, actor, stage, now) : EndHere(session, member.Order, actor, stage, now)).OfType<ActResult.Done>().ToList();
        if (done.Count == 0 && !isNew)
        {
            return new ActResult.Refused(Pending, $"{CancelTable.Find(session, open[0].Order.ClOrdId)!.By} has asked for it already");
        }

        if (order.OrdStatus.IsTerminal())
        {
            // It is the orders after it that end, and the story of the one that was named tells of it too.
            JournalTable.Append(
                session, order, stage, nameof(CancelOrder), now, new { canceled_by = actor.By, actor.Why, goes_to = open.Select(member => member.Order.ClOrdId) });
        }

        return done.Count > 0
            ? new ActResult.Done(string.Join("; ", done.Select(each => each.What)), [.. done.SelectMany(each => each.FollowUps)])
            : new ActResult.Done("It is being canceled already; nothing more is sent for its line", []);
    }

    // A claim that is proven absent may still get another attempt; the gate refuses it now that the cancel stands.
    private static ActResult.Done EndHere(StoreSession session, Order order, Actor actor, string stage, DateTimeOffset now)
    {
        CancelTable.RequestHere(session, order.ClOrdId, actor.By, actor.Why, now);
        return new ActResult.Done("Canceled before it was sent", StepLog.Record(
            session,
            stage,
            new StepDecision(order, new Verdict.Deny(Line.Canceled, $"by={actor.By}"), nameof(OrderDenied), new { actor.By, actor.Why }),
            now));
    }

    // A policy's own request that is under way is this one's from now on: its outcome is for a person.
    private static ActResult.Done? AskVenue(StoreSession session, Order order, Actor actor, string stage, DateTimeOffset now)
    {
        if (Breaks.OpenThere(session, order) is { } open)
        {
            // What was asked for before it was over here has come to nothing.
            CancelTable.OvertakeBefore(session, order.ClOrdId, open.RaisedAt);
        }

        if (CancelTable.Request(session, order.ClOrdId, actor.By, actor.Why, now) is not { } attempt)
        {
            if (CancelTable.Find(session, order.ClOrdId) is not { } pending || !pending.By.StartsWith(CancelTable.Policy, StringComparison.Ordinal))
            {
                return null;
            }

            CancelTable.TakeOver(session, order.ClOrdId, actor.By, actor.Why);
            JournalTable.Append(session, order, stage, nameof(CancelOrder), now, new { canceled_by = actor.By, actor.Why, pending.Attempt, asked_before_by = pending.By });
            return new ActResult.Done("A policy has asked the venue already to cancel what is left; nothing is sent in its place", []);
        }

        var seq = JournalTable.Append(session, order, stage, nameof(CancelOrder), now, new { canceled_by = actor.By, actor.Why, attempt });
        return new ActResult.Done(
            "The venue is asked to cancel what is left; its reports say what becomes of it",
            [
                StepLog.Tell(
                    session,
                    stage,
                    new CancelOrder { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
                    Stages.StepOf(Stages.Cancel, attempt)),
            ]);
    }
}
