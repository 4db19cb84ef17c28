using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Venues;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>An agent that decides the same twice under two names.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class DuplicateSuspectTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private string first = "";

    [SetUp]
    public async Task TakeTheFirst()
    {
        pipeline = new PipelineUnderTest(kind);
        first = (await pipeline.WorkingAsync()).ClOrdId;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task The_same_content_under_another_name_is_held_and_nothing_is_sent()
    {
        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));

        var held = await SecondAsync<OrderHeld>();

        Assert.That((held.Code, held.Detail), Is.EqualTo(("DUPLICATE_SUSPECT", $"same_content={first}, age_s=2, window_s=60")));
        Assert.That(pipeline.Order(held.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Held));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task After_the_window_it_is_another_decision()
    {
        pipeline.Clock.Advance(TimeSpan.FromSeconds(60));

        await SecondAsync<OrderValidated>();
    }

    [Test]
    public async Task Within_the_longer_of_two_windows_it_is_still_a_suspect()
    {
        await pipeline.LimitAsync("""{"strategies": {"default": {"duplicate_window_s": 300}}}""");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That((await SecondAsync<OrderHeld>()).Detail, Is.EqualTo($"same_content={first}, age_s=61, window_s=300"));
    }

    [Test]
    public async Task Another_quantity_is_another_content() =>
        await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await pipeline.ProposedAsync(qty: 11, rebalance: "r2"));

    [Test]
    public async Task An_order_that_came_to_nothing_is_repeated_by_nobody()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("NO", "no");
        var rejected = (OrderRejected)(await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: 3, rebalance: "r3"), CancellationToken.None))[^1].Message;
        await pipeline.Reconciliation.HandleAsync(rejected, CancellationToken.None);

        await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await pipeline.ProposedAsync(qty: 3, rebalance: "r4"));
    }

    [Test]
    public async Task Lines_of_one_intent_that_their_legs_tell_apart_are_meant_so()
    {
        var taken = (IntakeResult.Taken)await pipeline.TakeAsync(
            """
            {"rebalance_id":"ladder","portfolio":"core","orders":[
              {"symbol":"AAPL","side":"buy","qty":7,"order_type":"market","leg":"a"},{"symbol":"AAPL","side":"buy","qty":7,"order_type":"market","leg":"b"}]}
            """);
        foreach (var followUp in taken.FollowUps)
        {
            await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, (OrderProposed)followUp.Message);
        }
    }

    [Test]
    public async Task An_operator_releases_it_through_every_check_with_exactly_this_code_waived()
    {
        var held = await SecondAsync<OrderHeld>();

        var done = (ActResult.Done)await pipeline.Orders.ReleaseAsync(held.ClOrdId, new Actor("alice", "meant so"));
        var proposed = (OrderProposed)done.FollowUps.Single().Message;
        var validated = await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        await pipeline.Submission.HandleAsync(await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated), CancellationToken.None);

        Assert.That((proposed.Pass, validated.Pass), Is.EqualTo((2, 2)));
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_release_waives_nothing_else()
    {
        var held = await SecondAsync<OrderHeld>();
        var done = (ActResult.Done)await pipeline.Orders.ReleaseAsync(held.ClOrdId, new Actor("alice", "meant so"));
        pipeline.Venue.Quote = null;

        var denied = await OneAsync<OrderProposed, OrderDenied>(pipeline.Validation, (OrderProposed)done.FollowUps.Single().Message);

        Assert.That(denied.Code, Is.EqualTo("REFERENCE_PRICE"));
    }

    [Test]
    public async Task An_operator_denies_it()
    {
        var held = await SecondAsync<OrderHeld>();

        var done = (ActResult.Done)await pipeline.Orders.DenyAsync(held.ClOrdId, new Actor("alice", "a repeat"));

        Assert.That(done.FollowUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("DENIED_BY_OPERATOR"));
        Assert.That(await pipeline.Orders.ReleaseAsync(held.ClOrdId, new Actor("bob", "late")), Is.TypeOf<ActResult.Refused>());
    }

    [Test]
    public async Task Nobody_acts_and_it_expires()
    {
        var held = await SecondAsync<OrderHeld>();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));

        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Order(held.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Denied));
    }

    private async Task<T> SecondAsync<T>()
        where T : OrderMessage =>
        await OneAsync<OrderProposed, T>((IStage<OrderProposed>)pipeline.Validation, await pipeline.ProposedAsync(rebalance: "r2"));
}
