using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Trading.Orders;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>An order takes the place of another one of its line.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ReplacementTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private LineUnderTest line = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest(kind);
        line = new LineUnderTest(pipeline);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task It_is_recorded_with_its_price_before_anybody_asks_for_the_cancel()
    {
        await line.RepriceAsync();
        var kinds = pipeline.Kinds().ToList();

        Assert.That(kinds.IndexOf("ReplacementRecorded"), Is.Positive.And.LessThan(kinds.IndexOf(nameof(CancelOrder))));
        Assert.That((pipeline.Order(line.Second).Terms.LimitPrice, pipeline.Order(line.Second).OrdStatus), Is.EqualTo((98.19m, OrdStatus.Held)));
        Assert.That(pipeline.Venue.Cancels, Is.Empty);
    }

    [Test]
    public async Task What_is_left_keeps_its_room_from_the_cancel_to_the_next_send()
    {
        await line.RepriceAsync();
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(6), "the first order's");

        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "e2"));

        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(6), "its replacement's");
    }

    [Test]
    public async Task It_is_not_let_go_before_the_venue_shows_the_fills_that_are_booked()
    {
        await line.RepriceAsync();
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "e2"));
        pipeline.Venue.Answer = new OrderQuery.Found(line.Shown(OrdStatus.Canceled, cumQty: 5));

        Assert.That(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None), Is.Empty, "a fill is missing");

        pipeline.Venue.Executions.Add(pipeline.Report(line.First, ExecType.Trade, "e3", 1, 98) with { TransactTime = pipeline.Now.AddSeconds(-1) });
        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));
        var told = await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        Assert.That(told.Select(followUp => followUp.Message).OfType<OrderProposed>(), Has.One.Items);
        Assert.That(pipeline.Order(line.Second).Terms.Qty, Is.EqualTo(5));
    }

    [Test]
    public async Task While_the_venue_does_not_answer_it_waits_and_a_person_is_told_once()
    {
        await line.RepriceAsync();
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "e2"));
        pipeline.Venue.Answer = new OrderQuery.Unavailable(VenueFault.ServerError, "503");
        for (var i = 0; i < 8; i++)
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(30));
            Assert.That(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None), Is.Empty);
        }

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "REMAINDER_STUCK" }));
        Assert.That(pipeline.Order(line.Second).OrdStatus, Is.EqualTo(OrdStatus.Held));
    }

    [Test]
    public async Task It_keeps_to_the_bound_that_its_line_was_given_at_first()
    {
        var proposed = await line.ReleaseAsync();
        pipeline.Venue.Quote = (104, 105);

        await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);

        Assert.That((pipeline.Order(line.Second).PriceBound, pipeline.Order(line.Second).ReferencePx), Is.EqualTo((101m, 100m)));
    }

    [Test]
    public async Task A_fill_of_the_canceled_order_stops_the_line_and_asks_for_the_cancel_of_the_other()
    {
        await line.ReplaceAsync();

        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var told = await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Trade, "e9", 3, 98));

        Assert.That(told.Select(followUp => followUp.Message).OfType<CancelOrder>().Single().ClOrdId, Is.EqualTo(line.Second));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LATE_FILL", "LINE_STOPPED" }));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(7));
    }

    [Test]
    public async Task While_it_waits_the_line_stands_where_the_order_does_that_it_is_to_replace_and_afterwards_where_it_does_itself()
    {
        await line.RepriceAsync();
        Assert.That(Standing().ClOrdId, Is.EqualTo(line.First));

        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Trade, "e8", 6, 98));
        Assert.That((line.CodeOf(line.Second), Standing().ClOrdId, Standing().OrdStatus), Is.EqualTo(("NOTHING_LEFT", line.First, OrdStatus.Filled)), "it was not needed");
    }

    [Test]
    public async Task Once_it_is_at_the_venue_the_line_stands_where_it_does()
    {
        await line.ReplaceAsync();

        Assert.That((Standing().ClOrdId, Standing().OrdStatus), Is.EqualTo((line.Second, OrdStatus.New)));
    }

    [Test]
    public async Task Once_what_it_replaces_has_ended_the_line_stands_where_it_does_before_it_is_sent()
    {
        await pipeline.Cancels.HandleAsync(await line.RepriceAsync(), CancellationToken.None);
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "e2"));

        Assert.That((line.CodeOf(line.Second), Standing().ClOrdId), Is.EqualTo(("AWAITS_PARENT", line.Second)));
    }

    private Order Standing() => pipeline.Store.Read(session => LineTable.Standing(session, pipeline.Order(line.First)));

    [Test]
    public async Task A_person_can_not_release_it_before_its_time()
    {
        await line.RepriceAsync();

        var refused = await pipeline.Orders.ReleaseAsync(line.Second, new Actor("ada", "now"));

        Assert.That(refused, Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("AWAITS_PARENT"));
    }

    [Test]
    public async Task The_message_that_it_was_let_go_by_comes_again_and_nothing_happens()
    {
        var proposed = await line.ReleaseAsync();
        await pipeline.TwiceAsync(pipeline.Validation, proposed);

        Assert.That(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None), Is.Empty);
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Each_order_shows_the_others_of_its_line()
    {
        await line.ReplaceAsync();

        var view = pipeline.Store.Read(session => OrderQueries.Find(session, line.Second))!;

        Assert.That((view.Generation, view.OrigClOrdId), Is.EqualTo((2, line.First)));
        Assert.That(view.Line!.Select(order => (order.ClOrdId, order.Qty, order.CumQty)), Is.EqualTo(new[] { (line.First, 10m, 4m), (line.Second, 6m, 0m) }));
        Assert.That(pipeline.Store.Read(session => LineTable.Of(session, pipeline.Order(line.First))).Committed, Is.EqualTo(10));
    }
}
