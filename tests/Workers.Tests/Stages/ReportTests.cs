using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ReportTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Fills_move_the_order_the_position_and_the_room()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;

        var part = (await pipeline.BookAsync(Fill(id, "e1", 4, 100))).Single().Message as OrderStatusChanged;
        Assert.That((part!.OrdStatus, part.CumQty, part.LeavesQty, part.IsTerminal), Is.EqualTo((OrdStatus.PartiallyFilled, 4m, 6m, false)));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(6));

        var full = (await pipeline.BookAsync(Fill(id, "e2", 6, 101))).Single().Message as OrderStatusChanged;
        Assert.That((full!.OrdStatus, full.IsTerminal), Is.EqualTo((OrdStatus.Filled, true)));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
        Assert.That(pipeline.Position(), Is.EqualTo(new Position(10, 1_006m, 0)));
        Assert.That(pipeline.Order(id).AvgPx, Is.EqualTo(100.6m));
    }

    [Test]
    public async Task A_report_that_comes_twice_changes_nothing()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(Fill(id, "e1", 4, 100));
        var journal = pipeline.JournalLength();

        Assert.That(await pipeline.BookAsync(Fill(id, "e1", 4, 100), Fill(id, "e1", 4, 100)), Is.Empty);
        Assert.That((pipeline.JournalLength(), pipeline.Order(id).CumQty, pipeline.Position().Qty), Is.EqualTo((journal, 4m, 4m)));
    }

    [Test]
    public async Task A_fill_before_the_acknowledgement_counts_and_the_acknowledgement_adds_nothing()
    {
        var followUps = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        var acknowledged = (OrderAcknowledged)followUps[^1].Message;
        await pipeline.BookAsync(Fill(acknowledged.ClOrdId, "e1", 10, 100));

        Assert.That(await pipeline.TwiceAsync(pipeline.Reconciliation, acknowledged), Is.Empty);
        Assert.That(pipeline.Order(acknowledged.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task An_acknowledgement_is_booked_once()
    {
        var followUps = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        var acknowledged = (OrderAcknowledged)followUps[^1].Message;

        await pipeline.Reconciliation.HandleAsync(acknowledged, CancellationToken.None);
        var journal = pipeline.JournalLength();
        await pipeline.Reconciliation.HandleAsync(acknowledged, CancellationToken.None);

        Assert.That((pipeline.Order(acknowledged.ClOrdId).OrderId, pipeline.JournalLength()), Is.EqualTo(("V1", journal)));
    }

    [Test]
    public async Task A_rejected_order_gives_its_room_back_and_has_no_id_at_the_venue()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("NO", "no");
        var rejected = (OrderRejected)(await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None))[^1].Message;

        await pipeline.Reconciliation.HandleAsync(rejected, CancellationToken.None);

        var order = pipeline.Order(rejected.ClOrdId);
        Assert.That((order.OrdStatus, order.OrderId, pipeline.Exposure().BuyQty), Is.EqualTo((OrdStatus.Rejected, (string?)null, 0m)));
    }

    [Test]
    public async Task More_than_was_asked_for_is_booked_and_raised()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;

        await pipeline.BookAsync(Fill(id, "e1", 10, 100), Fill(id, "e2", 1, 100));

        Assert.That((pipeline.Order(id).CumQty, pipeline.Position().Qty, pipeline.Exposure().BuyQty), Is.EqualTo((11m, 11m, 0m)));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "OVER_FILL", "LATE_FILL" }));
    }

    [Test]
    public async Task A_fill_after_the_cancel_is_booked_and_raised()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;

        await pipeline.BookAsync(pipeline.Report(id, ExecType.Canceled, "e1"), Fill(id, "e2", 4, 100));

        Assert.That((pipeline.Order(id).OrdStatus, pipeline.Position().Qty), Is.EqualTo((OrdStatus.Canceled, 4m)));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LATE_FILL" }));
    }

    [Test]
    public async Task A_bust_takes_the_fill_back_whichever_comes_first([Values] bool isBustFirst)
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        var fill = Fill(id, "e1", 10, 100);
        var bust = pipeline.Report(id, ExecType.TradeCancel, "e2") with { ExecRefId = "e1" };

        await pipeline.BookAsync(isBustFirst ? [bust, fill] : [fill, bust]);

        Assert.That((pipeline.Order(id).CumQty, pipeline.Position(), pipeline.Exposure().BuyQty), Is.EqualTo((0m, Position.Flat, 10m)));
    }

    [Test]
    public async Task A_correction_counts_in_place_of_the_fill_whichever_comes_first([Values] bool isCorrectionFirst)
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;
        var fill = Fill(id, "e1", 4, 100);
        var correction = pipeline.Report(id, ExecType.TradeCorrect, "e2", 5, 99) with { ExecRefId = "e1" };

        await pipeline.BookAsync(isCorrectionFirst ? [correction, fill] : [fill, correction]);

        Assert.That((pipeline.Order(id).CumQty, pipeline.Order(id).AvgPx, pipeline.Position()), Is.EqualTo((5m, (decimal?)99, new Position(5, 495, 0))));
    }

    [Test]
    public async Task A_report_is_matched_by_the_venues_id_where_it_carries_none_of_ours()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;

        await pipeline.BookAsync(Fill(id, "e1", 4, 100) with { ClOrdId = null });

        Assert.That(pipeline.Order(id).CumQty, Is.EqualTo(4));
    }

    [Test]
    public async Task An_order_that_is_not_ours_is_listed_and_its_fills_are_held()
    {
        Assert.That(await pipeline.BookAsync(Fill("somebody-else", "e9", 3, 100) with { OrderId = "V9" }), Is.Empty);

        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "ExternalReport", "BreakRaised", "AlertRaised" }));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "EXTERNAL_ORDER" }));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(3));
    }

    [Test]
    public async Task An_order_that_is_not_ours_is_shown_as_it_was_reported_last()
    {
        var report = pipeline.Report("somebody-else", ExecType.New, null) with { OrderId = "V9" };

        await pipeline.BookAsync(report, Fill("somebody-else", "e9", 3, 100) with { OrderId = "V9", OrdStatus = OrdStatus.PartiallyFilled, CumQty = 3 });

        Assert.That(pipeline.Store.Read(session => BreakTable.About(session, "paper", "paper", "V9")).Single().Theirs, Is.EqualTo("Buy PartiallyFilled, 3 of 10 filled"));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "EXTERNAL_ORDER" }));
    }

    [Test]
    public async Task A_report_on_an_order_that_was_denied_is_booked_and_raised()
    {
        pipeline.Venue.Quote = null;
        var denied = await OneAsync<OrderProposed, OrderDenied>(pipeline.Validation, await pipeline.ProposedAsync());

        await pipeline.BookAsync(Fill(denied.ClOrdId, "e1", 10, 100));

        Assert.That(pipeline.Position().Qty, Is.EqualTo(10));
        Assert.That(pipeline.Alerts(), Does.Contain("REPORT_ON_UNSENT_ORDER"));
    }

    [Test]
    public async Task A_page_and_its_watermark_are_kept_together()
    {
        var id = (await pipeline.WorkingAsync()).ClOrdId;

        await pipeline.Reconciliation.BookAsync(new ReportPage([Fill(id, "e1", 1, 100)], "17"), CancellationToken.None);

        Assert.That(pipeline.Store.Read(session => VenueTables.Watermark(session, "paper", "paper")), Is.EqualTo("17"));
    }

    private ExecutionReport Fill(string clOrdId, string execId, decimal qty, decimal px) => pipeline.Report(clOrdId, ExecType.Trade, execId, qty, px);
}
