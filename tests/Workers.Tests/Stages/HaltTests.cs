using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>What is halted is not sent, however far on its way it was.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class HaltTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "drill");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_halt_after_the_session_check_still_stops_it([Values("all", "venue:paper", "strategy:default", "symbol:AAPL")] string scope)
    {
        var released = await pipeline.ReleasedAsync();
        Assert.That(await pipeline.Trading.HaltAsync(scope, Alice), Is.TypeOf<ActResult.Done>());

        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Submission, released)).Single().Message;

        Assert.That((denied.Code, denied.Detail.Split(',')[0]), Is.EqualTo(("HALTED", $"scope={scope}")));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "HALTED" }));
    }

    [Test]
    public async Task Another_scope_stops_nothing([Values("strategy:other", "symbol:MSFT")] string scope)
    {
        await pipeline.Trading.HaltAsync(scope, Alice);

        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task Once_it_is_lifted_new_orders_go_out()
    {
        await pipeline.Trading.HaltAsync("all", Alice);
        Assert.That(await pipeline.Trading.HaltAsync("all", new Actor("bob", "me too")), Is.TypeOf<ActResult.Refused>());
        Assert.That(await pipeline.Trading.ResumeAsync("all", Alice), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Trading.ResumeAsync("all", new Actor("bob", "so do I")), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Trading.ResumeAsync("all", Alice), Is.TypeOf<ActResult.NotFound>());

        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_scope_that_is_none_is_named([Values("", "everything", "symbol:", "symbol:A B", "strategy:a b", "account:x", "ALL")] string scope)
    {
        var refused = (ActResult.Refused)await pipeline.Trading.HaltAsync(scope, Alice);

        Assert.That((refused.Code, refused.Why), Is.EqualTo(("BAD_SCOPE", $"'{scope}' is no scope: write all, venue:NAME, strategy:NAME or symbol:NAME")));
    }

    [Test]
    public async Task A_symbol_may_be_written_in_lower_case_as_in_an_intent()
    {
        var released = await pipeline.ReleasedAsync();
        Assert.That(await pipeline.Trading.HaltAsync("symbol:aapl", Alice), Is.EqualTo(new ActResult.Done("symbol:AAPL is halted: nothing in it is sent", [])));

        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Submission, released)).Single().Message;

        Assert.That(denied.Code, Is.EqualTo("HALTED"));
        Assert.That(await pipeline.Trading.ResumeAsync("symbol:Aapl", Alice), Is.TypeOf<ActResult.Done>());
    }

    [Test]
    public async Task A_venue_that_no_order_goes_to_is_named_with_the_one_there_is([Values("venue:alpacca", "venue:Paper")] string scope)
    {
        var refused = (ActResult.Refused)await pipeline.Trading.HaltAsync(scope, Alice);

        Assert.That((refused.Code, refused.Why), Is.EqualTo(("UNKNOWN_VENUE", $"No order goes to a venue '{scope[6..]}': the only one here is paper")));
    }
}
