using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What the sweep finds to be told.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class UnsentTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task News_that_nobody_takes_holds_up_no_call()
    {
        await pipeline.WorkingAsync(rebalance: "r1", qty: 9);
        await DoAsync("UPDATE follow_ups SET sent_at = next_attempt_at WHERE next_stage IS NOT NULL");
        var call = await pipeline.ProposedAsync(rebalance: "r2");
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        var news = Unsent(100).Count - 1;
        Assert.That(news, Is.GreaterThan(1), "there is news, and it is older");

        Assert.That(Unsent(news)[0].Message, Is.TypeOf<OrderProposed>().With.Property("ClOrdId").EqualTo(call.ClOrdId));
        Assert.That(Unsent(news), Has.Count.EqualTo(news));
    }

    [Test]
    public async Task What_a_newer_version_has_recorded_waits_for_it_and_keeps_nothing_else_from_being_told()
    {
        await pipeline.ProposedAsync();
        await DoAsync("UPDATE follow_ups SET type = 'OrderDreamt'");
        await pipeline.ProposedAsync(rebalance: "r2", qty: 9);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(Unsent(100).Select(followUp => followUp.Message), Has.One.TypeOf<OrderProposed>().And.One.Items);
        Assert.That(pipeline.Store.Read(FollowUpTable.CountUnknown), Is.EqualTo(1));
        Assert.That(pipeline.Store.Read(FollowUpTable.CountUnsent), Is.EqualTo(2));
    }

    private IReadOnlyList<FollowUp> Unsent(int most) => pipeline.Store.Read(session => FollowUpTable.Unsent(session, pipeline.Now, TimeSpan.FromSeconds(10), most));

    private Task DoAsync(string sql) => pipeline.Store.WriteAsync(session => session.Execute(sql));
}
