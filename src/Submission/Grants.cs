using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Submission;

/// <summary>The last gate: in one transaction, everything is checked again and the claim is recorded.</summary>
public sealed class Grants(SessionCalendars calendars, IOptions<SessionOptions> session, IOptions<SubmissionOptions> options)
{
    public Granted Take(StoreSession store, OrderReleased message, DateTimeOffset now)
    {
        var order = OrderTable.Find(store, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);
        var claims = ClaimTable.OfOrder(store, order.ClOrdId);
        var step = Stages.StepOf(Stages.Submission, message.Attempt);
        if (claims.Any(claim => claim.Attempt == message.Attempt) || StepTable.Exists(store, order.ClOrdId, step, message.Pass))
        {
            // Sent before, or about to be by another delivery; or held or denied. What is recorded can be told again; sending can't.
            return new Granted(null, FollowUpTable.OfStep(store, order.ClOrdId, Stages.Submission, message.Pass));
        }

        if (message.Pass < order.Pass || order.OrdStatus.IsTerminal())
        {
            return new Granted(null, []);
        }

        var verdict = Grant.Decide(
            order, [.. claims.Select(ToEarlier)], calendars.For(order.Symbol).At(now), session.Value.ClosedMarket, now);
        Metrics.Count(verdict);
        StepTable.TryInsert(store, order.ClOrdId, step, order.Pass, verdict.GetType().Name, now);
        return verdict is Verdict.Accept
            ? Claim(store, order, message.Attempt, now)
            : new Granted(null, StepLog.Record(store, Stages.Submission, new StepDecision(order, verdict, "", new { message.Attempt }), now));
    }

    private Granted Claim(StoreSession store, Order order, int attempt, DateTimeOffset now)
    {
        var deadline = now + options.Value.SendDeadline;
        var fencing = ClaimTable.Insert(store, order.ClOrdId, attempt, order.Terms.Qty, now, deadline, deadline + options.Value.CallTimeout);
        OrderTable.SetDeadline(store, order.ClOrdId, null);
        var seq = JournalTable.Append(store, order, Stages.Submission, nameof(OrderSubmitting), now, new { attempt, fencing, send_deadline = deadline });
        var submitting = StepLog.Tell(
            store,
            Stages.Submission,
            new OrderSubmitting { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
            null);
        return new Granted(new Permission(order, attempt, fencing, deadline), [submitting]);
    }

    private static EarlierClaim ToEarlier(Claim claim) =>
        new(claim.Attempt, claim.Qty, claim.IsProvenAbsent);
}

/// <summary>A permission to send one attempt, durable already.</summary>
/// <param name="Order">The order as the grant saw it.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Fencing">The claim's number.</param>
/// <param name="SendDeadline">Past this it may not be used.</param>
public sealed record Permission(Order Order, int Attempt, long Fencing, DateTimeOffset SendDeadline);

/// <summary>What the grant gave: a permission, or only what has to be told.</summary>
public sealed record Granted(Permission? Permission, IReadOnlyList<FollowUp> FollowUps);
