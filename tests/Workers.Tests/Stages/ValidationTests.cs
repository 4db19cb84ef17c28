using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ValidationTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task What_passes_is_reserved_and_priced_and_a_redelivery_repeats_it()
    {
        var proposed = await pipeline.ProposedAsync(""","constraints":{"max_slippage_bps":15}""");

        var followUps = await pipeline.TwiceAsync(pipeline.Validation, proposed);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderValidated>());
        var order = pipeline.Order(proposed.ClOrdId);
        Assert.That((order.ReservedQty, order.ReferencePx, order.PriceBound), Is.EqualTo((10m, 100m, 100.15m)));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10));
    }

    [Test]
    public async Task What_fails_is_denied_and_reserves_nothing()
    {
        pipeline.Venue.Quote = null;
        var proposed = await pipeline.ProposedAsync();

        var followUps = await pipeline.TwiceAsync(pipeline.Validation, proposed);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("REFERENCE_PRICE"));
        Assert.That(pipeline.Order(proposed.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Denied));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task A_redelivery_repeats_its_verdict_when_the_market_has_moved()
    {
        var proposed = await pipeline.ProposedAsync();
        var first = await pipeline.Validation.HandleAsync(proposed, CancellationToken.None);
        pipeline.Venue.Quote = null;

        Assert.That(await pipeline.Validation.HandleAsync(proposed, CancellationToken.None), Is.EqualTo(first));
    }

    [Test]
    public async Task Two_orders_never_pass_on_the_same_room()
    {
        // Each of them alone is 60 % of the equity.
        var limit = ""","constraints":{"max_exposure_pct":100}""";
        var one = await pipeline.ProposedAsync(limit, 60, "r1");
        var other = await pipeline.ProposedAsync(limit, 60, "r2");

        var verdicts = await Task.WhenAll(new[] { one, other }.Select(proposed => pipeline.Validation.HandleAsync(proposed, CancellationToken.None)));

        Assert.That(verdicts.Select(followUps => followUps.Single().Message.GetType()), Is.EqualTo(new[] { typeof(OrderValidated), typeof(OrderDenied) }));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(60));
    }

    [Test]
    public async Task A_message_of_an_older_pass_is_history()
    {
        var proposed = await pipeline.ProposedAsync();
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET pass = 2"));

        Assert.That(await pipeline.TwiceAsync(pipeline.Validation, proposed), Is.Empty);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task While_the_account_is_not_known_or_stale_the_order_waits()
    {
        var proposed = await pipeline.ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1));
        Assert.That(async () => await pipeline.Validation.HandleAsync(proposed, CancellationToken.None), Throws.TypeOf<FactsUnavailableException>());

        pipeline.RefreshAccount();
        Assert.That((await pipeline.Validation.HandleAsync(proposed, CancellationToken.None)).Single().Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task A_stale_quote_denies()
    {
        pipeline.Venue.QuotedAt = pipeline.Now.AddSeconds(-6);

        var followUps = await pipeline.Validation.HandleAsync(await pipeline.ProposedAsync(), CancellationToken.None);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("REFERENCE_PRICE"));
    }

    [Test]
    public void An_order_that_nobody_knows_is_an_error() => Assert.That(
        async () => await pipeline.Validation.HandleAsync(new OrderProposed { ClOrdId = "?", IntentId = "?", Pass = 1, Seq = 1, At = pipeline.Now }, CancellationToken.None),
        Throws.TypeOf<Pipeline.Store.Steps.UnknownOrderException>());
}
