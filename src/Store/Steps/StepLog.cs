using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// Records what a stage decides about an order, once per pass. A redelivery finds the verdict and its follow-ups;
/// a command of another pass finds that it is history, and one of a time that a backup has lost decides nothing.
/// </summary>
public static class StepLog
{
    /// <summary>What <see cref="Once"/> reads, and what the decision reads of the order once that is known.</summary>
    public static Ahead Look(string stage, OrderMessage message, Action<StoreSession, Order> decision) => new(
        ahead =>
        {
            var order = OrderTable.Find(ahead, message.ClOrdId);
            StepTable.Exists(ahead, message.ClOrdId, stage, message.Pass);
            RestoredState.MustBeImported(ahead);
            RestoredState.IsOfLostStore(ahead, message);
            if (order is not null)
            {
                decision(ahead, order);
            }
        },
        Entries: 1);

    /// <summary>Runs a stage's decision inside a step, unless it was taken before.</summary>
    /// <param name="session">The step.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="message">What called for the decision.</param>
    /// <param name="decide">The decision on the order as it stands; called at most once.</param>
    /// <param name="now">When.</param>
    /// <param name="decided">Remembers what was decided, for whoever counts it once it is recorded. A step that can't be committed is run again.</param>
    /// <param name="onward">Who decides next in the same step; nobody when null.</param>
    /// <returns>What has to be published.</returns>
    /// <exception cref="UnknownOrderException">The store has no such order.</exception>
    /// <exception cref="FactsUnavailableException">The store was restored and the import is still to come.</exception>
    public static IReadOnlyList<FollowUp> Once(
        StoreSession session, string stage, OrderMessage message, Func<Order, StepDecision> decide, DateTimeOffset now, Decided? decided = null,
        Onward? onward = null)
    {
        decided?.Forget();
        RestoredState.MustBeImported(session);
        if (RestoredState.IsOfLostStore(session, message))
        {
            // Its pass may be the one that this store's order is in, too: each counts on from the backup.
            return [];
        }

        var order = OrderTable.Find(session, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);
        if (message.Pass != order.Pass)
        {
            return [];
        }

        if (StepTable.Exists(session, order.ClOrdId, stage, message.Pass))
        {
            return ToldOf(session, order.ClOrdId, stage, message.Pass);
        }

        // Denied meanwhile, by its deadline or by a person, the command is history too. And what the venue has or may have is no
        // longer for the checks to judge: the resolver finds out, and what is proven absent comes again in a pass of its own.
        if (order.OrdStatus != Messages.Fix.OrdStatus.PendingNew)
        {
            return [];
        }

        return Take(session, stage, order, decide(order), now, decided, onward ?? Onward.Nobody);
    }

    // Of a decision in whose turn the next one was taken, what that one has told. What the grant has told, where that was taken too, is news alone.
    private static IReadOnlyList<FollowUp> ToldOf(StoreSession session, string clOrdId, string stage, int pass)
    {
        var told = FollowUpTable.OfStep(session, clOrdId, stage, pass);
        return told.Count == 0 && stage == Stages.Validation ? FollowUpTable.OfStep(session, clOrdId, Stages.Session, pass) : told;
    }

    /// <summary>Records the first decision of a stage about an order in its pass, and has the next one decide, where somebody does.</summary>
    /// <param name="session">The step.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="order">The order as the stage found it.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="now">When.</param>
    /// <param name="decided">Remembers what was decided.</param>
    /// <param name="onward">Who decides next in the same step.</param>
    /// <returns>What has to be published.</returns>
    public static IReadOnlyList<FollowUp> Take(StoreSession session, string stage, Order order, StepDecision decision, DateTimeOffset now, Decided? decided, Onward onward)
    {
        decided?.Note(decision.Verdict);
        StepTable.Insert(session, order.ClOrdId, stage, order.Pass, decision.Verdict.GetType().Name, now);
        return Record(session, stage, decision, now, order, onward);
    }

    /// <summary>Writes a verdict down: the journal, the order, what it reserves and what must be told.</summary>
    /// <param name="session">The step.</param>
    /// <param name="stage">Whose verdict it is.</param>
    /// <param name="decision">The verdict.</param>
    /// <param name="now">When.</param>
    /// <param name="stored">The order as the store has it, so that one that stays as it is need not be written; null where nobody says.</param>
    /// <param name="onward">Who decides next in the same step; nobody when null.</param>
    public static IReadOnlyList<FollowUp> Record(StoreSession session, string stage, StepDecision decision, DateTimeOffset now, Order? stored = null, Onward? onward = null) =>
        decision.Verdict switch
        {
            Verdict.Accept => Accept(session, stage, decision, now, stored, onward ?? Onward.Nobody),
            Verdict.Deny deny => Deny(session, stage, decision.Order, deny, decision.Facts, now),
            Verdict.Hold hold => Hold(session, stage, decision.Order, hold, decision.Facts, now),
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Verdict, "Not a verdict"),
        };

    /// <summary>Adds a message that has to be published after this step.</summary>
    public static FollowUp Tell(StoreSession session, string stage, OrderMessage message, string? nextStage)
    {
        // The attempt and the ledger's position tell apart what one stage says several times in one pass.
        var nth = message is OrderStatusChanged ? message.Seq : OrderTriggers.AttemptOf(message);
        var id = OrderKey.MessageId(message.ClOrdId, stage, message.Pass.ToString(), message.GetType().Name, nth.ToString());
        var followUp = new FollowUp(id, message, nextStage);
        FollowUpTable.Insert(session, followUp, stage);
        return followUp;
    }

    private static IReadOnlyList<FollowUp> Accept(StoreSession session, string stage, StepDecision decision, DateTimeOffset now, Order? stored, Onward onward)
    {
        var order = decision.Order;
        if (!ReferenceEquals(order, stored))
        {
            OrderTable.Update(session, order);
        }

        if (decision is not { Next: { } next, NextStage: { } nextStage })
        {
            throw new InvalidOperationException($"Stage {stage} accepted {order.ClOrdId} without saying what comes next");
        }

        var seq = JournalTable.Append(session, order, stage, decision.Kind, now, decision.Facts);
        return onward.Lead(session, stage, order, next(seq), nextStage);
    }

    private static IReadOnlyList<FollowUp> Deny(
        StoreSession session, string stage, Order order, Verdict.Deny deny, object facts, DateTimeOffset now)
    {
        order = ExposureTable.Reserve(session, order, 0) with { OrdStatus = Messages.Fix.OrdStatus.Denied };
        OrderTable.Update(session, order, deadline: null);
        OrderTable.Explain(session, order.ClOrdId, deny.Code, deny.Detail);
        var seq = JournalTable.Append(session, order, stage, nameof(OrderDenied), now, new { deny.Code, deny.Detail, facts });
        if (order.OrigClOrdId is { } replaced && Line.LeavesRemainder(deny.Code) && OrderTable.Find(session, replaced) is { } parent && parent.OrdStatus.IsTerminal() && parent.OrdStatus != Messages.Fix.OrdStatus.Filled)
        {
            JournalTable.RaiseAlert(session, Alert.RemainderDropped, order.ClOrdId, stage, now, order, new { deny.Code, order.Terms.Qty, order.OrigClOrdId });
        }

        return
        [
            Tell(session, stage, new OrderDenied
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Code = deny.Code, Detail = deny.Detail,
            }, Stages.Analytics),
        ];
    }

    private static IReadOnlyList<FollowUp> Hold(
        StoreSession session, string stage, Order order, Verdict.Hold hold, object facts, DateTimeOffset now)
    {
        order = order with { OrdStatus = Messages.Fix.OrdStatus.Held };
        OrderTable.Update(session, order, hold.Until is { } until && until < order.ValidUntil ? until : order.ValidUntil);
        OrderTable.Explain(session, order.ClOrdId, hold.Code, hold.Detail);
        var seq = JournalTable.Append(session, order, stage, nameof(OrderHeld), now, new { hold.Code, hold.Detail, hold.Until, facts });
        return
        [
            Tell(session, stage, new OrderHeld
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Code = hold.Code, Detail = hold.Detail,
            }, null),
        ];
    }
}

/// <summary>What a stage decided.</summary>
/// <param name="Order">The order as the decision leaves it.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Kind">The journal's word for an acceptance.</param>
/// <param name="Facts">What the decision saw; kept in the journal.</param>
/// <param name="Next">For an acceptance, the message that follows, given the journal's sequence.</param>
/// <param name="NextStage">The stage whose step that message calls for.</param>
public sealed record StepDecision(
    Order Order, Verdict Verdict, string Kind, object Facts, Func<long, OrderMessage>? Next = null, string? NextStage = null);
