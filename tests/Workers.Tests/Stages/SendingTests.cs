using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;
using Pipeline.Submission;
using Pipeline.Trading.Health;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Between the grant and the first byte, and what may be tried again.</summary>
public sealed class SendingTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void Stop()
    {
        Failpoints.Watch(null);
        pipeline.Dispose();
    }

    [Test]
    public async Task A_sender_that_stood_still_past_its_deadline_does_not_send()
    {
        AtTheGrant(() => pipeline.Clock.Advance(pipeline.SubmissionOptions.SendDeadline));

        var followUps = await SubmitAsync();

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(followUps[^1].Message, Is.TypeOf<OrderReleased>().With.Property("Attempt").EqualTo(2));
    }

    [Test]
    public async Task A_wall_clock_that_was_set_back_meanwhile_does_not_lengthen_the_deadline()
    {
        // On the wall clock no time has passed since the grant; on the monotonic one the deadline has.
        var released = await pipeline.ReleasedAsync();
        var grantedAt = pipeline.Clock.GetTimestamp() - (long)(pipeline.SubmissionOptions.SendDeadline.TotalSeconds * pipeline.Clock.TimestampFrequency);
        var granted = await pipeline.Store.WriteAsync(session => pipeline.Grants.Take(session, released, pipeline.Now, (_, _) => pipeline.Venue.Adapter));

        var result = await pipeline.Sender.SendAsync(granted.Permission!, grantedAt);

        Assert.That((result.Outcome, result.Tries), Is.EqualTo(((SubmitOutcome)new SubmitOutcome.NotSent(Sender.DeadlinePassed), 0)));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task A_last_look_at_a_store_that_answers_after_the_deadline_sends_nothing()
    {
        var released = await pipeline.ReleasedAsync();
        var granted = await pipeline.Store.WriteAsync(session => pipeline.Grants.Take(session, released, pipeline.Now, (_, _) => pipeline.Venue.Adapter));
        var slow = new StoreThatTakes(pipeline.Store, () => pipeline.Clock.Advance(pipeline.SubmissionOptions.SendDeadline));

        var result = await pipeline.SenderOn(slow).SendAsync(granted.Permission!, pipeline.Clock.GetTimestamp());

        Assert.That(result.Outcome, Is.EqualTo(new SubmitOutcome.NotSent(Sender.DeadlinePassed)));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task A_last_look_at_a_store_that_is_away_sends_nothing_and_is_known_to_have_sent_nothing()
    {
        var released = await pipeline.ReleasedAsync();
        var granted = await pipeline.Store.WriteAsync(session => pipeline.Grants.Take(session, released, pipeline.Now, (_, _) => pipeline.Venue.Adapter));
        var away = new StoreThatTakes(pipeline.Store, () => throw new StoreUnavailableException("the server is away"));

        var result = await pipeline.SenderOn(away).SendAsync(granted.Permission!, pipeline.Clock.GetTimestamp());

        Assert.That(result.Outcome, Is.EqualTo(new SubmitOutcome.NotSent(Sender.StoreUnavailable)));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task A_sender_whose_claim_was_settled_meanwhile_does_not_send_though_its_deadline_is_far()
    {
        var released = await pipeline.ReleasedAsync();
        AtTheGrant(() => Settle(released.ClOrdId, "proven by another"));

        var followUps = await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(followUps.Select(followUp => followUp.Message), Has.All.TypeOf<OrderSubmitting>(), "whoever settled the claim has said what follows");
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Detail, Is.EqualTo("proven by another"));
    }

    [Test]
    public async Task An_acknowledgement_of_what_was_proven_absent_is_recorded_and_pages()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Venue.OnSubmit = order =>
        {
            Settle(order.ClOrdId, "too early after all");
            return new SubmitOutcome.Acknowledged("V1");
        };

        var followUps = await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(followUps[^1].Message, Is.TypeOf<OrderAcknowledged>());
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "PROVEN_ABSENT_BUT_ACCEPTED" }));
    }

    [Test]
    public async Task What_certainly_did_not_leave_is_tried_again_under_the_same_claim()
    {
        // The sender goes on by a thread of its own: however far the clock gets ahead of it, the deadline is further.
        pipeline.SubmissionOptions.SendDeadline = TimeSpan.FromHours(2);
        var refusals = 3;
        pipeline.Venue.OnSubmit = _ => refusals-- > 0 ? new SubmitOutcome.NotSent("CONNECTION_REFUSED") : new SubmitOutcome.Acknowledged("V1");

        var sending = pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        await WhileAsync(sending, TimeSpan.FromMilliseconds(5));

        Assert.That((await sending)[^1].Message, Is.TypeOf<OrderAcknowledged>());
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(4));
        Assert.That(pipeline.Claims(pipeline.Venue.Sent[0].ClOrdId), Has.One.Items);
    }

    [Test]
    public async Task What_never_left_before_the_deadline_goes_through_the_gate_again()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.NotSent("CONNECTION_REFUSED");

        var sending = pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        await WhileAsync(sending, TimeSpan.FromMilliseconds(50));

        var second = (await sending)[^1].Message as OrderReleased;
        Assert.That(second?.Attempt, Is.EqualTo(2));
        Assert.That(pipeline.Claims(second!.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.NotSent));
    }

    [Test]
    public async Task A_venue_that_does_not_answer_is_left_alone_and_no_claim_is_spent_on_it()
    {
        await UnansweredAsync();

        var next = await pipeline.ReleasedAsync(qty: 50, rebalance: "next");
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Submission.HandleAsync(next, CancellationToken.None));
        Assert.That(pipeline.Claims(next.ClOrdId), Is.Empty);

        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration);
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V1");
        await pipeline.Submission.HandleAsync(next, CancellationToken.None);
        Assert.That(pipeline.Claims(next.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
    }

    [Test]
    public async Task While_one_order_tries_a_venue_that_did_not_answer_the_others_wait_and_spend_no_claim()
    {
        await UnansweredAsync();
        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration);
        var (tries, waits) = (await pipeline.ReleasedAsync(qty: 50, rebalance: "tries"), await pipeline.ReleasedAsync(qty: 51, rebalance: "waits"));
        pipeline.Venue.OnSubmit = _ =>
        {
            Assert.That(() => pipeline.Submission.HandleAsync(waits, CancellationToken.None).GetAwaiter().GetResult(), Throws.TypeOf<FactsUnavailableException>());
            pipeline.Clock.Advance(pipeline.SubmissionOptions.CallTimeout);
            return new SubmitOutcome.Unknown("TIMEOUT");
        };
        await pipeline.Submission.HandleAsync(tries, CancellationToken.None);
        Assert.That(pipeline.Claims(tries.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Unknown));

        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Submission.HandleAsync(waits, CancellationToken.None), "it is left alone anew since the trial has failed");
        Assert.That(pipeline.Claims(waits.ClOrdId), Is.Empty);

        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V1");
        await pipeline.Submission.HandleAsync(waits, CancellationToken.None);
        Assert.That(pipeline.Claims(waits.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
    }

    [Test]
    public async Task While_one_order_is_to_try_a_venue_that_did_not_answer_no_other_is_granted_as_it_is_taken()
    {
        await UnansweredAsync();
        await pipeline.SenderClock.FreshenAsync(CancellationToken.None);
        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration);
        pipeline.RefreshAccount();
        var tried = pipeline.SubmissionOn(pipeline.Store, compared: pipeline.SenderClock);
        Assert.That(((IOnwardStage)tried).IsReady, Is.False);

        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V1");
        await tried.HandleAsync(await pipeline.ReleasedAsync(qty: 50, rebalance: "tries"), CancellationToken.None);
        Assert.That(((IOnwardStage)tried).IsReady, Is.True);
    }

    [Test]
    public async Task What_is_withheld_at_the_last_look_is_not_held_against_the_venue()
    {
        for (var i = 0; i < pipeline.SubmissionOptions.BreakerMinimumCalls * 2; i++)
        {
            await WithheldAsync(i + 1, $"withheld{i}");
        }

        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V1");
        var next = await pipeline.ReleasedAsync(qty: 50, rebalance: "next");
        await pipeline.Submission.HandleAsync(next, CancellationToken.None);
        Assert.That(pipeline.Claims(next.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
    }

    [Test]
    public async Task What_is_withheld_at_the_last_look_does_not_show_that_a_venue_is_back()
    {
        await UnansweredAsync();

        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration);
        await WithheldAsync(40, "withheld");

        var next = await pipeline.ReleasedAsync(qty: 50, rebalance: "next");
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Submission.HandleAsync(next, CancellationToken.None));
    }

    [Test]
    public async Task Where_the_policy_is_to_deny_an_order_for_a_venue_that_is_away_ends_at_once_and_a_cancel_is_tried_all_the_same()
    {
        pipeline.SubmissionOptions.VenueDown = VenueDownPolicy.Deny;
        var working = await pipeline.WorkingAsync();
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("HTTP_503");
        for (var i = 0; i < pipeline.SubmissionOptions.BreakerMinimumCalls * 2; i++)
        {
            await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: i + 11, rebalance: $"away{i}"), CancellationToken.None);
        }

        var next = await pipeline.ReleasedAsync(qty: 50, rebalance: "next");
        var denied = (await pipeline.Submission.HandleAsync(next, CancellationToken.None)).Select(followUp => followUp.Message).OfType<OrderDenied>().Single();
        Assert.That((denied.Code, pipeline.Claims(next.ClOrdId).Count), Is.EqualTo(("VENUE_DOWN", 0)));

        var ask = (ActResult.Done)await pipeline.Orders.CancelAsync(working.ClOrdId, new Actor("alice", "away"));
        await pipeline.Cancels.HandleAsync((CancelOrder)ask.FollowUps.Single().Message, CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(1));

        pipeline.Clock.Advance(pipeline.SubmissionOptions.BreakDuration);
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V1");
        var back = await pipeline.ReleasedAsync(qty: 51, rebalance: "back");
        await pipeline.Submission.HandleAsync(back, CancellationToken.None);
        Assert.That(pipeline.Claims(back.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
    }

    [Test]
    public async Task The_version_that_carries_an_order_is_recorded_with_its_claim_before_anything_is_sent()
    {
        string? recorded = null;
        pipeline.Venue.OnSubmit = order =>
        {
            recorded = pipeline.Store.Read(session => OrderTable.AdapterOf(session, order.ClOrdId));
            return new SubmitOutcome.Unknown("TIMEOUT");
        };
        await SubmitAsync();

        Assert.That(recorded, Is.EqualTo("fake/1"));
    }

    [Test]
    public async Task A_venue_that_asks_for_a_pause_gets_it()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("RATE_LIMITED", RetryAfter: TimeSpan.FromSeconds(3));
        await SubmitAsync();
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V2");

        var sending = pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: 11, rebalance: "next"), CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.That((sending.IsCompleted, pipeline.Venue.Sent.Count), Is.EqualTo((false, 1)));
        Assert.That(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None), Is.Empty);
        Assert.That(pipeline.Venue.Queries, Is.Zero, "questions wait as well");

        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        await sending;
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_redelivery_needs_no_permit()
    {
        var released = await pipeline.ReleasedAsync();
        var first = await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        pipeline.Permits.Pause(TimeSpan.FromHours(1));

        var again = await pipeline.Submission.HandleAsync(released, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(again, Is.EqualTo(first));
    }

    private void AtTheGrant(Action act) => Failpoints.Watch(place =>
    {
        if (place == new Failpoint(pipeline.Submission.Name, Failpoint.Grant))
        {
            act();
        }
    });

    private void Settle(string clOrdId, string proof)
    {
        var fencing = pipeline.Claims(clOrdId).Single().Fencing;
        pipeline.Store.WriteAsync(session => ClaimTable.SetOutcome(session, clOrdId, fencing, ClaimOutcome.NotFound, proof, null)).GetAwaiter().GetResult();
    }

    private async Task UnansweredAsync()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("HTTP_503");
        for (var i = 0; i < pipeline.SubmissionOptions.BreakerMinimumCalls; i++)
        {
            await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: i + 1, rebalance: $"r{i}"), CancellationToken.None);
        }
    }

    private async Task WithheldAsync(int qty, string rebalance)
    {
        var released = await pipeline.ReleasedAsync(qty: qty, rebalance: rebalance);
        pipeline.Venue.BeforeLastLook = () => Settle(released.ClOrdId, "proven by another");

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        pipeline.Venue.BeforeLastLook = null;
        Assert.That(pipeline.Venue.Sent.Select(order => order.ClOrdId), Has.No.Member(released.ClOrdId));
    }

    private async Task<IReadOnlyList<FollowUp>> SubmitAsync() =>
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

    // The clock only moves here, and the sender waits on nothing else.
    private async Task WhileAsync(Task sending, TimeSpan step)
    {
        for (var i = 0; !sending.IsCompleted; i++)
        {
            Assert.That(i, Is.LessThan(1_000_000), "the sending never ends");
            pipeline.Clock.Advance(step);
            await Task.Yield();
        }
    }

    private sealed class StoreThatTakes(IStore store, Action time) : IStore
    {
        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => store.WriteAsync(turn, step, cancellationToken);

        public T Read<T>(Func<StoreSession, T> query)
        {
            var answer = store.Read(query);
            time();
            return answer;
        }
    }
}
