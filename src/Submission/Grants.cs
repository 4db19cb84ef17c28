using Microsoft.Extensions.Options;
using Pipeline.Messages.Intents;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Sessions;

namespace Pipeline.Submission;

/// <summary>The last gate: in one transaction, everything is checked again and the claim is recorded.</summary>
public sealed class Grants(
    LiveCalendars calendars, IHaltFile haltFile, IOptions<SessionOptions> session, IOptions<SubmissionOptions> options, IOptions<HaltOptions> halting)
{
    /// <summary>Whether a delivery still has something to ask the gate for; a redelivery has not, and needs no permit.</summary>
    public static bool IsTaken(StoreSession store, OrderReleased message) => IsTaken(store, message.ClOrdId, message.Attempt, message.Pass);

    private static bool IsTaken(StoreSession store, string clOrdId, int attempt, int pass) =>
        ClaimTable.Exists(store, clOrdId, attempt) || StepTable.Exists(store, clOrdId, Stages.StepOf(Stages.Submission, attempt), pass);

    /// <summary>Sees to it that the calendars are those of now, after any wait for a permit or a place.</summary>
    public Task FreshenAsync(CancellationToken cancellationToken) => calendars.FreshenAsync(cancellationToken);

    /// <summary>What <see cref="Take(StoreSession, OrderReleased, DateTimeOffset, Func{Order, string, string}, string)"/> reads for nearly every order.</summary>
    public Ahead Look(OrderReleased message, DateTimeOffset now) => new(
        ahead =>
        {
            var order = OrderTable.Find(ahead, message.ClOrdId);
            Look(ahead, message.ClOrdId, message.Attempt, message.Pass);
            RestoredState.IsOfLostStore(ahead, message);
            if (order is not null)
            {
                Look(ahead, order, now);
            }
        },
        Entries: 1,
        Claims: 1);

    /// <summary>What it reads of an order that the store need not have yet.</summary>
    public void LookAt(StoreSession ahead, Order order, DateTimeOffset now)
    {
        Look(ahead, order.ClOrdId, attempt: 1, order.Pass);
        Look(ahead, order, now);
    }

    /// <param name="store">The step.</param>
    /// <param name="message">Which order, and which attempt.</param>
    /// <param name="now">The time.</param>
    /// <param name="adapterOf">Which adapter carries it, given the one that carried it before, also when it is asked about later: that is durable with its claim.</param>
    /// <param name="down">Why the venue is taken to be away, where that denies the order.</param>
    public Granted Take(StoreSession store, OrderReleased message, DateTimeOffset now, Func<Order, string?, string> adapterOf, string? down = null)
    {
        RestoredState.MustBeImported(store);
        return RestoredState.IsOfLostStore(store, message) ? new Granted(null, []) : Take(store, OrderTable.Find(store, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId), message, JournalTable.NewestTime(store), now, adapterOf, down);
    }

    /// <summary>Of an order as it stands in a step that has looked whether the store was restored, and at the newest entry of the journal before its own.</summary>
    internal Granted Take(StoreSession store, Order order, OrderReleased message, DateTimeOffset? newest, DateTimeOffset now, Func<Order, string?, string> adapterOf, string? down = null)
    {
        if (IsTaken(store, message))
        {
            // Sent before, or about to be by another delivery; or held or denied. What is recorded can be told again; sending can't.
            return new Granted(
                null, [.. FollowUpTable.OfStep(store, order.ClOrdId, Stages.Submission, message.Pass).Where(told => FollowsFrom(message.Attempt, told.Message))])
            {
                HasClaim = ClaimTable.Exists(store, order.ClOrdId, message.Attempt),
            };
        }

        var claims = ClaimTable.OfOrder(store, order.ClOrdId);
        if (message.Pass != order.Pass || order.OrdStatus.IsTerminal() || claims.Any(claim => claim is { Restoration: not null, NextCheckAt: not null }))
        {
            // History, or the resolver's: what it proves absent comes in a pass of its own.
            return new Granted(null, []);
        }

        ReconcilingState.MustBeOver(store, order);
        void Record(string verdict) =>
            StepTable.Insert(store, order.ClOrdId, Stages.StepOf(Stages.Submission, message.Attempt), order.Pass, verdict, now);
        if (order.OrderId is not null && claims.All(claim => claim.IsProvenAbsent))
        {
            Record(JournalKinds.AtVenueAlready);
            return Reported(store, order, message.Attempt, now);
        }

        if (RestorationTable.Active(store) is { } restoration && claims.All(claim => claim.Restoration != restoration.Seq))
        {
            // Every order was asked about before it came here. Should one have come by another way, it is asked about now.
            Record(JournalKinds.AskedFirst);
            return new Granted(null, [AskedFirst.Ask(store, restoration, order, Stages.Submission, now)]);
        }

        if (newest is { } at && Trips.OfClock(BehindOf(at, now), "journal", halting.Value) is { } trip && !Halting.HasTripped(store, trip, now))
        {
            return new Granted(null, []) { Trip = trip };
        }

        var facts = FactsOf(store, order, claims, now) with { VenueDown = down };
        var verdict = Grant.Decide(facts);
        Record(verdict.GetType().Name);
        if (verdict is Verdict.Accept)
        {
            // Nothing carried an order that has no claim.
            return Claim(store, facts, message.Attempt, adapterOf(order, claims.Count > 0 ? OrderTable.AdapterOf(store, order.ClOrdId) : null)) with { Verdict = verdict };
        }

        if (verdict is Verdict.Hold { Code: Line.AwaitsParent })
        {
            FillPolicyTable.Wake(store, order.OrigClOrdId ?? order.ClOrdId, now);
        }

        var told = StepLog.Record(store, Stages.Submission, new StepDecision(order, verdict, "", new { message.Attempt, saw = Seen(facts) }), now);
        if (verdict is Verdict.Hold { Code: Grant.ResendLimit } held)
        {
            // Like what is unresolved it keeps its reservation until a person decides: time alone does not end it.
            OrderTable.SetDeadline(store, order.ClOrdId, null);
            JournalTable.RaiseAlert(store, Alert.ResendLimit, order.ClOrdId, Stages.Submission, now, order, new { message.Attempt, held.Detail });
        }

        return new Granted(null, told) { Verdict = verdict };
    }

    private static void Look(StoreSession ahead, string clOrdId, int attempt, int pass)
    {
        IsTaken(ahead, clOrdId, attempt, pass);
        ClaimTable.OfOrder(ahead, clOrdId);
        JournalTable.NewestTime(ahead);
        CancelTable.Find(ahead, clOrdId);
        RestorationTable.Active(ahead);
        RestoredState.MustBeImported(ahead);
    }

    private void Look(StoreSession ahead, Order order, DateTimeOffset now)
    {
        ReconcilingState.WaitOf(ahead, order);
        HaltTable.Covering(ahead, order);
        ForgottenOrderTable.PlannedOtherwise(ahead, order);
        OrderHours.Look(ahead, session.Value, calendars.Now, order, now);
        BreakTable.Pausing(ahead, order.Venue, order.Account, order.Symbol);
        WaiverTable.OfOrder(ahead, order, now);
    }

    // The attempts of a pass are one stage's: told again is what this one led to, the next one among it, but never itself. Else a
    // redelivery of the second attempt would call for the second attempt, for ever.
    private static bool FollowsFrom(int attempt, OrderMessage told) =>
        told is OrderReleased next ? next.Attempt == attempt + 1 : OrderTriggers.AttemptOf(told) is var of && (of == 0 || of == attempt);

    // An entry that lies ahead was made by another clock, or by this one before it was set back. One that lies behind says nothing.
    private static TimeSpan BehindOf(DateTimeOffset newest, DateTimeOffset now) => now < newest ? now - newest : TimeSpan.Zero;

    private GrantFacts FactsOf(StoreSession store, Order order, IReadOnlyList<Claim> claims, DateTimeOffset now)
    {
        IReadOnlyList<Halt> halts = [.. HaltTable.Covering(store, order), .. haltFile.Covering(order)];
        return FactsOf(store, order, claims, halts, now);
    }

    private GrantFacts FactsOf(StoreSession store, Order order, IReadOnlyList<Claim> claims, IReadOnlyList<Halt> halts, DateTimeOffset now) => new()
    {
        Order = order,
        Earlier =
        [
            .. claims.Select(claim => new EarlierClaim(
                claim.Attempt, claim.Qty, claim.IsProvenAbsent, claim.IsProvenAbsent ? claim.Detail : null, claim.IsSend)),
        ],
        PlannedOtherwise = order.IsReplacement ? null : ForgottenOrderTable.PlannedOtherwise(store, order)?.ClOrdId,
        Line = order.FillPolicy.Type == FillPolicyType.RepriceRemainder ? LineTable.Of(store, order) : null,
        Stop = order.FillPolicy.Type == FillPolicyType.Rest ? null : LineTable.StopOf(store, order.Key),
        Hours = OrderHours.Of(store, session.Value, calendars.Now, order, now),
        Policy = session.Value.PolicyOf(order.Slot.StrategyId),
        Halts = halts,
        Holding = halts.Any(halt => halt.Mode == HaltMode.ReduceOnly) ? OrderTable.HoldingBeside(store, order) : null,
        Pause = PauseOf(store, order, now),
        CancelRequestedBy = CancelTable.Find(store, order.ClOrdId)?.By,
        MaxSends = options.Value.MaxSends,
        IsResendWaived = WaiverTable.OfOrder(store, order, now).ContainsKey(Grant.ResendLimit),
        Now = now,
    };

    private static Pause? PauseOf(StoreSession store, Order order, DateTimeOffset now)
    {
        var pausing = BreakTable.Pausing(store, order.Venue, order.Account, order.Symbol);
        if (pausing.Count == 0)
        {
            return null;
        }

        // A person has let it pass what held it, and nothing else.
        var waivers = WaiverTable.OfOrder(store, order, now);
        return pausing.FirstOrDefault(each => !waivers.ContainsKey(each.HoldCode)) is { } open
            ? new Pause(open.HoldCode, $"break={open.Id}, kind={Columns.Word(open.Kind)}, subject={open.Subject}, ours={open.Ours}, theirs={open.Theirs}")
            : null;
    }

    // What the gate looked at, for the order's story.
    private static object Seen(GrantFacts facts) => new
    {
        session = facts.Hours.Status.GetType().Name, facts.Policy, halts = facts.Halts.Select(halt => halt.Scope), facts.Holding, facts.CancelRequestedBy,
        earlier_attempts = facts.Earlier, facts.Order.Terms.Qty, facts.Order.ValidUntil,
    };

    // A claim must not outlive what it was granted under: the intent, and the session.
    private DateTimeOffset SendDeadline(GrantFacts facts)
    {
        var deadline = facts.Now + options.Value.SendDeadline;
        deadline = facts.Order.ValidUntil < deadline ? facts.Order.ValidUntil : deadline;
        return facts.Hours.Until < deadline ? facts.Hours.Until.Value : deadline;
    }

    // The venue has reported the order though no claim of ours stands: it was sent before a backup, or arrived after all.
    private static Granted Reported(StoreSession store, Order order, int attempt, DateTimeOffset now)
    {
        JournalTable.Append(store, order, Stages.Submission, JournalKinds.AtVenueAlready, now, new { attempt, order.OrderId, order.OrdStatus });
        return new Granted(null, []);
    }

    private Granted Claim(StoreSession store, GrantFacts facts, int attempt, string adapter)
    {
        var (order, now) = (facts.Order, facts.Now);
        var deadline = SendDeadline(facts);
        var fencing = ClaimTable.Insert(store, order.ClOrdId, attempt, order.Terms.Qty, now, deadline, deadline + options.Value.CallTimeout);

        // A person's release is good for one send.
        WaiverTable.Delete(store, order.ClOrdId, Grant.ResendLimit);
        OrderTable.Carry(store, order.ClOrdId, adapter);
        var seq = JournalTable.Append(
            store, order, Stages.Submission, nameof(OrderSubmitting), now,
            new { attempt, fencing, send_deadline = deadline, sent = SentTerms.Of(order), saw = Seen(facts) });
        var submitting = StepLog.Tell(
            store,
            Stages.Submission,
            new OrderSubmitting { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
            null);
        return new Granted(new Permission(order, attempt, fencing, deadline, facts.Halts, adapter, !facts.Earlier.Any(claim => claim.IsSend)), [submitting]);
    }
}
