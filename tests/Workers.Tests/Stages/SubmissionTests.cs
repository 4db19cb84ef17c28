using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class SubmissionTests(StoreKind kind)
{
    private const string UntilTuesday = ""","valid_until":"2026-03-03T20:00:00Z" """;
    private static readonly DateTimeOffset MondaysClose = new(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task The_claim_is_recorded_before_the_venue_is_called()
    {
        IReadOnlyList<Claim> seen = [];
        pipeline.Venue.OnSubmit = order =>
        {
            seen = pipeline.Claims(order.ClOrdId);
            return new SubmitOutcome.Acknowledged("V1");
        };

        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(seen, Has.One.Items);
        Assert.That((seen[0].Attempt, seen[0].Qty, seen[0].Outcome), Is.EqualTo((1, 10m, (string?)null)));
        Assert.That(seen[0].SendDeadline, Is.EqualTo(pipeline.Now + pipeline.SubmissionOptions.SendDeadline));
    }

    [Test]
    public async Task An_acknowledged_order_is_sent_once_however_often_it_is_delivered()
    {
        var followUps = await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync());

        Assert.That(followUps.Select(followUp => followUp.Message.GetType()), Is.EqualTo(new[] { typeof(OrderSubmitting), typeof(OrderAcknowledged) }));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_venue_that_breaks_leaves_it_unresolved_and_it_is_never_sent_again()
    {
        pipeline.Venue.OnSubmit = _ => throw new HttpRequestException("connection reset");
        var released = await pipeline.ReleasedAsync();

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(followUps[^1].Message, Is.TypeOf<SubmissionUnresolved>().With.Property("Reason").EqualTo("HttpRequestException"));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Unknown));
        Assert.That(pipeline.Alerts(), Is.Empty, "the evidence may come at once; a person is told when it does not");
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10), "what may be at the venue keeps its room");
    }

    [Test]
    public async Task A_venue_that_says_nothing_in_time_leaves_it_unresolved()
    {
        pipeline.Venue.OnSubmit = _ => throw new OperationCanceledException();

        var followUps = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(followUps[^1].Message, Is.TypeOf<SubmissionUnresolved>().With.Property("Reason").EqualTo("TIMEOUT"));
    }

    [Test]
    public async Task A_rejection_is_the_venues_word()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("INSUFFICIENT_FUNDS", "no money");

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync());

        Assert.That(followUps[^1].Message, Is.TypeOf<OrderRejected>().With.Property("Code").EqualTo("INSUFFICIENT_FUNDS"));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task An_order_taken_with_a_status_that_nobody_knows_has_its_account_compared()
    {
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        Assert.That(Comparison?.IsWanted, Is.Not.True);
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V2") { UnknownStatus = "quantum" };

        var released = await pipeline.ReleasedAsync(qty: 11, rebalance: "r2");
        await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That((Comparison?.IsWanted, Comparison?.IsBlocking, Comparison?.Asked), Is.EqualTo(((bool?)true, (bool?)false, (long?)1)));
        Assert.That(Comparison?.Why, Is.EqualTo($"the answer to {released.ClOrdId} has a status that nobody knows: quantum"));
    }

    [Test]
    public async Task A_claim_found_without_an_answer_is_not_sent()
    {
        var released = await pipeline.ReleasedAsync();
        await pipeline.Store.WriteAsync(session => ClaimTable.Insert(session, released.ClOrdId, 1, 10, pipeline.Now, pipeline.Now, pipeline.Now));

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task Past_the_send_deadline_nothing_is_sent_and_a_second_attempt_goes_through_the_gate()
    {
        pipeline.SubmissionOptions.SendDeadline = TimeSpan.Zero;
        var released = await pipeline.ReleasedAsync();

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        var second = followUps[^1].Message as OrderReleased;
        Assert.That(second?.Attempt, Is.EqualTo(2));
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.NotSent));

        pipeline.SubmissionOptions.SendDeadline = TimeSpan.FromSeconds(2);
        await pipeline.Submission.HandleAsync(second!, CancellationToken.None);
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Claims(released.ClOrdId)[1].Outcome, Is.EqualTo(ClaimOutcome.Acknowledged));
    }

    [Test]
    public async Task An_order_that_was_not_sent_still_expires()
    {
        pipeline.SubmissionOptions.SendDeadline = TimeSpan.Zero;
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));
        var followUps = await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(followUps.Select(followUp => followUp.Message), Has.One.TypeOf<OrderDenied>());
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task What_expired_on_its_way_is_denied_at_the_gate()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("INTENT_EXPIRED"));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task What_meets_a_closed_market_at_the_gate_is_held_and_a_redelivery_after_the_open_is_not_sent()
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        var released = await pipeline.ReleasedAsync(UntilTuesday);
        pipeline.Clock.SetUtcNow(MondaysClose);

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, released);
        Assert.That(followUps.Single().Message, Is.TypeOf<OrderHeld>());

        pipeline.Clock.SetUtcNow(MondaysClose.AddHours(18));
        Assert.That(await pipeline.Submission.HandleAsync(released, CancellationToken.None), Is.EqualTo(followUps));
        Assert.That(pipeline.Venue.Sent, Is.Empty, "only another pass through all checks may send it");
    }

    [Test]
    public async Task An_order_that_was_not_sent_and_then_held_goes_out_in_its_second_pass()
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        pipeline.SubmissionOptions.SendDeadline = TimeSpan.Zero;
        var second = (OrderReleased)(await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(UntilTuesday), CancellationToken.None))[^1].Message;
        pipeline.SubmissionOptions.SendDeadline = TimeSpan.FromSeconds(2);
        pipeline.Clock.SetUtcNow(MondaysClose);
        await pipeline.Submission.HandleAsync(second, CancellationToken.None);

        pipeline.Clock.SetUtcNow(MondaysClose.AddHours(18));
        pipeline.RefreshAccount();
        var proposed = (OrderProposed)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message;
        var validated = await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        var released = await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
        await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That((released.Pass, released.Attempt), Is.EqualTo((2, 2)));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_slippage_limit_makes_a_market_order_a_limit_order()
    {
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(""","constraints":{"max_slippage_bps":15}"""), CancellationToken.None);

        var sent = pipeline.Venue.Sent.Single();
        Assert.That((sent.OrdType, sent.Price, sent.OrderQty), Is.EqualTo((OrdType.Limit, (decimal?)100.15m, 10m)));
    }

    [Test]
    public async Task A_message_of_an_older_pass_is_history()
    {
        var released = await pipeline.ReleasedAsync();
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET pass = 2"));

        Assert.That(await pipeline.TwiceAsync(pipeline.Submission, released), Is.Empty);
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    private Pipeline.Store.Tables.Reconciliation? Comparison => pipeline.Store.Read(session => ReconciliationTable.Find(session, "paper", "paper"));
}
