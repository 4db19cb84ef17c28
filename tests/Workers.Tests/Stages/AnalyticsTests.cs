using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class AnalyticsTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_filled_orders_figures_are_those_of_its_journal()
    {
        var proposed = await pipeline.ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var validated = await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));
        var released = await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(4));
        pipeline.Venue.OnSubmit = _ =>
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(0.5));
            return new Venues.SubmitOutcome.Acknowledged("V1");
        };
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(8));
        var ended = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(proposed.ClOrdId, ExecType.Trade, "e1", 10, 100.1m))).Single().Message;

        await pipeline.TwiceAsync(pipeline.Analytics, ended);

        var figures = pipeline.Store.Read(session => AnalyticsTable.Find(session, proposed.ClOrdId))!;
        Assert.That((figures.ReferencePx, figures.AvgPx, figures.SlippageBps), Is.EqualTo(((decimal?)100, (decimal?)100.1m, (decimal?)10)));
        Assert.That(
            new[] { figures.IntakeToValidation, figures.ValidationToSession, figures.SessionToClaim, figures.IntakeToClaim, figures.ClaimToAnswer, figures.IntakeToDone },
            Is.EqualTo(new double?[] { 1, 2, 4, 7, 0.5, 15.5 }));
    }

    [Test]
    public async Task What_is_said_of_an_order_after_its_end_makes_its_way_no_longer()
    {
        var working = await pipeline.WorkingAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var ended = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(working.ClOrdId, ExecType.Trade, "e1", 10, 100))).Single().Message;
        pipeline.Clock.Advance(TimeSpan.FromMinutes(20));
        var corrected = (OrderStatusChanged)(await pipeline.BookAsync(
            pipeline.Report(working.ClOrdId, ExecType.TradeCorrect, "e2", 10, 101) with { ExecRefId = "e1" })).Single().Message;

        await pipeline.Analytics.HandleAsync(ended, CancellationToken.None);
        await pipeline.Analytics.HandleAsync(corrected, CancellationToken.None);

        var figures = pipeline.Store.Read(session => AnalyticsTable.Find(session, working.ClOrdId))!;
        Assert.That((figures.AvgPx, figures.IntakeToDone), Is.EqualTo(((decimal?)101, (double?)1)));
    }

    [Test]
    public async Task What_an_order_paid_after_a_split_is_measured_in_the_shares_of_then()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(id, ExecType.Restated, null) with { OrderQty = 20, TransactTime = pipeline.Now.AddMinutes(1), ExecRestatementReason = ExecRestatementReason.GtCorporateAction });
        var ended = (OrderStatusChanged)(await pipeline.BookAsync(
            pipeline.Report(id, ExecType.Trade, "e1", 20, 50.05m) with { OrderQty = 20, TransactTime = pipeline.Now.AddMinutes(2) })).Single().Message;

        await pipeline.Analytics.HandleAsync(ended, CancellationToken.None);

        var figures = pipeline.Store.Read(session => AnalyticsTable.Find(session, id))!;
        Assert.That((figures.ReferencePx, figures.AvgPx, figures.SlippageBps), Is.EqualTo(((decimal?)50, (decimal?)50.05m, (decimal?)10)));
    }

    [Test]
    public async Task A_fill_that_lost_a_race_with_a_cancel_is_observed_once_it_is_known()
    {
        const string observed = "pipeline_slippage_bps_count";
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        var canceled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Canceled, "e1"))).Single().Message;
        var filled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Trade, "e2", 10, 100.1m))).Single().Message;
        var before = await CountedOnceTests.CountAsync(observed);

        await pipeline.TwiceAsync(pipeline.Analytics, filled);
        await pipeline.TwiceAsync(pipeline.Analytics, canceled);

        Assert.That(await CountedOnceTests.CountAsync(observed) - before, Is.EqualTo(1));
    }

    [Test]
    public async Task And_where_its_end_is_worked_out_before_it_is_known()
    {
        const string observed = "pipeline_slippage_bps_count";
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        var canceled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Canceled, "e1"))).Single().Message;
        await pipeline.TwiceAsync(pipeline.Analytics, canceled);
        var before = await CountedOnceTests.CountAsync(observed);
        var filled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Trade, "e2", 10, 100.1m))).Single().Message;

        await pipeline.TwiceAsync(pipeline.Analytics, filled);

        Assert.That(await CountedOnceTests.CountAsync(observed) - before, Is.EqualTo(1));
    }

    [TestCase(true, 0, TestName = "A_first_fill_whose_order_nobody_knew_of_is_not_timed")]
    [TestCase(false, 1, TestName = "A_first_fill_told_before_its_acknowledgement_waited_for_nothing")]
    public async Task A_first_fill_is_timed(bool isUnknown, int times)
    {
        const string observed = "pipeline_ack_to_first_fill_seconds_count";
        var released = await pipeline.ReleasedAsync();
        pipeline.Venue.OnSubmit = _ => new Venues.SubmitOutcome.Unknown("TIMEOUT");
        if (isUnknown)
        {
            await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        }

        var filled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(released.ClOrdId, ExecType.Trade, "e1", 10, 100))).Single().Message;
        var before = await CountedOnceTests.CountAsync(observed);

        await pipeline.TwiceAsync(pipeline.Analytics, filled);

        Assert.That(await CountedOnceTests.CountAsync(observed) - before, Is.EqualTo(times));
    }

    [Test]
    public async Task A_first_fill_whose_acknowledgement_was_lost_is_timed_from_the_first_report()
    {
        const string waited = "pipeline_ack_to_first_fill_seconds_sum";
        var id = (await pipeline.ReleasedAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(id, ExecType.New, "e0"));
        pipeline.Clock.Advance(TimeSpan.FromSeconds(3));
        var filled = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Trade, "e1", 10, 100))).Single().Message;
        var before = await CountedOnceTests.CountAsync(waited);

        await pipeline.TwiceAsync(pipeline.Analytics, filled);

        Assert.That(await CountedOnceTests.CountAsync(waited) - before, Is.EqualTo(3).Within(0.001));
    }

    [Test]
    public async Task A_denied_order_has_the_figures_of_the_way_it_came()
    {
        pipeline.Venue.Quote = null;
        var proposed = await pipeline.ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(3));
        var denied = await OneAsync<OrderProposed, OrderDenied>(pipeline.Validation, proposed);

        await pipeline.TwiceAsync(pipeline.Analytics, denied);

        var figures = pipeline.Store.Read(session => AnalyticsTable.Find(session, proposed.ClOrdId))!;
        Assert.That((figures.IntakeToDone, figures.IntakeToClaim, figures.SlippageBps), Is.EqualTo(((double?)3, (double?)null, (decimal?)null)));
    }

    [Test]
    public async Task An_order_that_is_still_open_has_none()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        var moved = (OrderStatusChanged)(await pipeline.BookAsync(pipeline.Report(id, ExecType.Trade, "e1", 4, 100))).Single().Message;

        await pipeline.TwiceAsync(pipeline.Analytics, moved);

        Assert.That(pipeline.Store.Read(session => AnalyticsTable.Find(session, id)), Is.Null);
    }
}
