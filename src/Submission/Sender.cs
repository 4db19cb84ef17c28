using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Trading;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>
/// Uses one permission. Before the first byte of a call it looks whether the permission is still good: by its
/// deadline, on the wall clock and on the monotonic one, by the halt file and the halts in the store, by what is known of the market's own halts
/// and bands, and by its fencing number, since whoever stood still, or waited for a connection, may have been overtaken meanwhile. Before it begins a call
/// it looks too: at the clocks and the file, and where an earlier call has come to nothing at all of it.
/// </summary>
public sealed class Sender(
    IStore store, IHaltFile haltFile, LiveCalendars calendars, IOptions<SessionOptions> session, VenueCalls calls, IOptions<SubmissionOptions> options, TimeProvider clock)
{
    public const string DeadlinePassed = "SEND_DEADLINE_PASSED";
    public const string Overtaken = "OVERTAKEN";
    public const string StoreUnavailable = "STORE_UNAVAILABLE";

    /// <summary>Sends the order once. Only a try of which certainly not a byte left is repeated, while the permission lasts.</summary>
    /// <param name="permission">What may be sent.</param>
    /// <param name="grantedAt">The monotonic clock just before the grant.</param>
    public async Task<SendResult> SendAsync(Permission permission, long grantedAt)
    {
        using var tape = WireTape.Start();
        var pause = options.Value.NotSentPause;
        DateTimeOffset? began = null;
        for (var tries = 1; ; tries++)
        {
            // The grant has just looked at the store; what has come to it since then the last look sees.
            if ((tries == 1 ? ReasonAtHand(permission, grantedAt) : ReasonNotToSend(permission, grantedAt)) is { } reason)
            {
                return new SendResult(new SubmitOutcome.NotSent(reason), tries - 1, tape.Exchanges, began);
            }

            var now = clock.GetUtcNow();
            began = now;
            var calledAt = clock.GetTimestamp();
            var call = calls.SubmitAsync(ToNewOrderSingle(permission, now), () => ReasonNotToSend(permission, grantedAt));
            Failpoints.Hit(Stages.Submission, Failpoint.Sent);
            var outcome = await call.ConfigureAwait(false);
            if (outcome is SubmitOutcome.Acknowledged)
            {
                Metrics.ObserveCallToAck(clock.GetElapsedTime(calledAt));
            }

            if (outcome is not SubmitOutcome.NotSent { Reason: var why } || IsOurs(why) || now + pause >= permission.SendDeadline)
            {
                return new SendResult(outcome, tries, tape.Exchanges, began);
            }

            Metrics.CountRetry();
            await Task.Delay(pause, clock, CancellationToken.None).ConfigureAwait(false);
            pause *= 2;
        }
    }

    // The file first: it must do with the store away. Once more what is at hand, since a store may take its time over an answer.
    private string? ReasonNotToSend(Permission permission, long grantedAt)
    {
        try
        {
            return ReasonAtHand(permission, grantedAt) ?? store.ReadAtOnce(session => ReasonInStore(session, permission)) ?? ReasonAtHand(permission, grantedAt);
        }
        catch (StoreUnavailableException)
        {
            // Thrown within the adapter's call it would be taken for one of which nobody knows what the venue has, though not a byte has left.
            return StoreUnavailable;
        }
    }

    private string? ReasonAtHand(Permission permission, long grantedAt) =>
        clock.GetUtcNow() >= permission.SendDeadline || clock.GetElapsedTime(grantedAt) >= options.Value.SendDeadline ? DeadlinePassed
        : haltFile.Covering(permission.Order) is [_, ..] ? Grant.Halted
        : null;

    // All of it is read, whatever the first of it says, so that it can be asked for together.
    private string? ReasonInStore(StoreSession session, Permission permission)
    {
        var isUnsettled = ClaimTable.IsUnsettled(session, permission.Fencing);
        var halts = HaltTable.Covering(session, permission.Order);
        var ofMarket = ReasonOfMarket(session, permission.Order, clock.GetUtcNow());
        return !isUnsettled ? Overtaken
            : halts.Any(halt => !permission.Halts.Contains(halt)) ? Grant.Halted
            : ofMarket;
    }

    // The gate judges what is to become of an order that its market has stopped; here it only does not go out.
    private string? ReasonOfMarket(StoreSession store, Order order, DateTimeOffset now)
    {
        var (hours, missing) = OrderHours.Look(store, session.Value, calendars.Now, order, now);
        return missing is not null ? SymbolTrading.FactUnknown
            : SessionGate.Decide(hours.Status, session.Value.PolicyOf(order.Slot.StrategyId), order.ValidUntil, now) switch
            {
                Verdict.Deny deny => deny.Code,
                Verdict.Hold hold => hold.Code,
                _ => null,
            };
    }

    private static bool IsOurs(string reason) =>
        reason is DeadlinePassed or Overtaken or Grant.Halted or StoreUnavailable || reason.StartsWith("SESSION_", StringComparison.Ordinal);

    private static NewOrderSingle ToNewOrderSingle(Permission permission, DateTimeOffset now)
    {
        var order = permission.Order;
        var sent = SentTerms.Of(order);
        return new NewOrderSingle
        {
            ClOrdId = order.ClOrdId,
            Account = order.Account,
            Symbol = sent.Symbol,
            Side = sent.Side,
            OrdType = sent.OrdType,
            OrderQty = sent.OrderQty,
            Price = sent.Price,
            StopPx = sent.StopPx,
            TimeInForce = sent.TimeInForce,
            TransactTime = now,
            SendDeadline = permission.SendDeadline,
        };
    }
}

/// <summary>What became of a permission.</summary>
/// <param name="Outcome">What is known afterwards.</param>
/// <param name="Tries">How often the venue was called; all but the last certainly without a byte.</param>
/// <param name="Exchanges">What went over the wire.</param>
/// <param name="CalledAt">When the last call began; null where the venue was not called at all.</param>
public sealed record SendResult(SubmitOutcome Outcome, int Tries, IReadOnlyList<WireExchange> Exchanges, DateTimeOffset? CalledAt);
