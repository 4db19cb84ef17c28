using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>What waits for a person's approval, and how far a release goes.</summary>
public sealed class ApprovalTests
{
    private static readonly Actor Alice = new("alice", "meant so");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Approvals.AboveNotional = 500;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_release_runs_every_check_again_in_a_new_pass_and_waives_the_one_that_held()
    {
        var held = await HeldAsync();
        var proposed = await ReleaseAsync(held);
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);

        Assert.That((proposed.Pass, validated.Pass), Is.EqualTo((2, 2)));
        var story = pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data FROM journal WHERE kind = 'OrderValidated'"))!;
        Assert.That(story, Does.Contain("APPROVAL_REQUIRED").And.Contain("waived_by=alice"));
    }

    [Test]
    public async Task A_release_waives_nothing_where_another_code_holds_the_order_by_now()
    {
        var held = await HeldAsync();
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET code = 'DUPLICATE_SUSPECT' WHERE cl_ord_id = @held", new { held }));

        var refused = await pipeline.Orders.ReleaseAsync(held, Alice, seen: "APPROVAL_REQUIRED");

        Assert.That(refused, Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("HELD_OTHERWISE"));
        Assert.That(pipeline.Order(held).OrdStatus, Is.EqualTo(OrdStatus.Held));
        Assert.That(await pipeline.Orders.ReleaseAsync(held, Alice, seen: "DUPLICATE_SUSPECT"), Is.TypeOf<ActResult.Done>());
    }

    [Test]
    public async Task A_waiver_is_for_the_terms_that_were_seen()
    {
        var held = await HeldAsync();
        var proposed = await ReleaseAsync(held);
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET qty = '20' WHERE cl_ord_id = @held", new { held }));

        Assert.That((await PipelineUnderTest.OneAsync<OrderProposed, OrderHeld>(pipeline.Validation, proposed)).Code, Is.EqualTo("APPROVAL_REQUIRED"));
    }

    [Test]
    public async Task A_waiver_ends_when_the_order_was_no_longer_valid()
    {
        var held = await HeldAsync();
        await ReleaseAsync(held);
        var order = pipeline.Order(held);

        Assert.That(Waived(order.ValidUntil.AddTicks(-1)), Is.EqualTo(new[] { "APPROVAL_REQUIRED" }));
        Assert.That(Waived(order.ValidUntil), Is.Empty);

        IEnumerable<string> Waived(DateTimeOffset now) => pipeline.Store.Read(session => WaiverTable.OfOrder(session, order, now)).Keys;
    }

    [Test]
    public async Task A_waiver_is_for_that_order_alone()
    {
        await ReleaseAsync(await HeldAsync());

        Assert.That((await PipelineUnderTest.OneAsync<OrderProposed, OrderHeld>(pipeline.Validation, await pipeline.ProposedAsync(qty: 11, rebalance: "r2"))).Code, Is.EqualTo("APPROVAL_REQUIRED"));
    }

    [Test]
    public async Task What_nobody_releases_expires_and_can_not_be_released_then()
    {
        var held = await HeldAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Order(held).OrdStatus, Is.EqualTo(OrdStatus.Denied));
        Assert.That(await pipeline.Orders.ReleaseAsync(held, Alice) is ActResult.Refused { Code: "NOT_HELD" }, Is.True);
    }

    [Test]
    public async Task Promotion_and_its_end_stand_in_the_journal_with_who_and_why()
    {
        Assert.That(await pipeline.Strategies.PromoteAsync("careful", Alice), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Strategies.PromoteAsync("careful", Alice) is ActResult.Refused { Code: "PROMOTED_ALREADY" }, Is.True);
        Assert.That(await pipeline.Strategies.PromoteAsync("no name", Alice) is ActResult.Refused { Code: "BAD_STRATEGY" }, Is.True);
        Assert.That(await pipeline.Strategies.DemoteAsync("careful", Alice), Is.TypeOf<ActResult.Done>());

        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "StrategyPromoted", "StrategyDemoted" }));
        Assert.That(
            pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data FROM journal WHERE kind = 'StrategyPromoted'")),
            Is.EqualTo("""{"strategy_id":"careful","by":"alice","why":"meant so"}"""));
    }

    private async Task<string> HeldAsync() =>
        (await PipelineUnderTest.OneAsync<OrderProposed, OrderHeld>(pipeline.Validation, await pipeline.ProposedAsync())).ClOrdId;

    private async Task<OrderProposed> ReleaseAsync(string id) => (OrderProposed)((ActResult.Done)await pipeline.Orders.ReleaseAsync(id, Alice)).FollowUps.Single().Message;
}
