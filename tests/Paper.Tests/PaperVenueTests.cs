using Pipeline.Messages.Fix;
using static Pipeline.Venues.Paper.Tests.Sample;

namespace Pipeline.Venues.Paper.Tests;

internal sealed class PaperVenueTests
{
    private Exchange _exchange = null!;

    [SetUp]
    public void SetUp() => _exchange = new Exchange(close: Second(100));

    [TearDown]
    public void TearDown() => _exchange.Dispose();

    [Test]
    public void A_market_order_is_acknowledged_and_filled_from_the_current_quote()
    {
        var quote = _exchange.Market.Show(Second(-5), 99.99m, 300, 100.01m, 500);

        var outcome = _exchange.Submit(Buy("a", 200));

        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.Acknowledged("paper-1")));
        var reports = _exchange.Reports();
        Assert.That(reports.Select(report => report.ExecType), Is.EqualTo(new[] { ExecType.New, ExecType.Trade }));
        Assert.That(reports[1], Is.EqualTo(reports[0] with
        {
            ExecId = "paper-1-2",
            ExecType = ExecType.Trade,
            OrdStatus = OrdStatus.Filled,
            LastQty = 200,
            LastPx = 100.01m,
            CumQty = 200,
            LeavesQty = 0,
            Quote = quote,
        }));
        Assert.That((reports[0].ExecId, reports[0].OrdStatus, reports[0].LeavesQty), Is.EqualTo(("paper-1-1", OrdStatus.New, 200m)));
    }

    [Test]
    public void An_order_larger_than_the_displayed_size_fills_over_the_following_quotes()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Market.Show(Second(1), 99.99m, 300, 100.02m, 400);
        _exchange.Market.Show(Second(2), 99.99m, 300, 100.03m, 900);
        _exchange.Submit(Buy("a", 1000));
        _exchange.GoTo(Second(3));

        var trades = _exchange.Reports().Where(report => report.ExecType == ExecType.Trade).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(trades.Select(t => (t.LastQty, t.LastPx, t.CumQty, t.LeavesQty)), Is.EqualTo(new[]
            {
                (500m, 100.01m, 500m, 500m), (400m, 100.02m, 900m, 100m), (100m, 100.03m, 1000m, 0m),
            }));
            Assert.That(trades.Select(t => t.TransactTime), Is.EqualTo(new[] { Second(0), Second(1), Second(2) }));
        }
    }

    [Test]
    public void Two_orders_share_the_size_of_one_quote_also_when_the_first_is_done()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Buy("a", 400));
        _exchange.GoTo(Second(1));
        _exchange.Submit(Buy("b", 400));

        Assert.That(_exchange.Order("b").CumQty, Is.EqualTo(100));
    }

    [Test]
    public void A_day_order_expires_at_the_close_and_not_before_or_after()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Market.Show(Second(100), 90, 300, 90.01m, 500);
        _exchange.Submit(Buy("day", 100).Limit(95));
        _exchange.Submit(Buy("gtc", 100).Limit(95).Tif(TimeInForce.Gtc));
        _exchange.GoTo(Second(100).AddTicks(-1));
        Assert.That(_exchange.Order("day").OrdStatus, Is.EqualTo(OrdStatus.New));

        _exchange.GoTo(Second(500));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_exchange.Order("day").OrdStatus, Is.EqualTo(OrdStatus.Expired));
            Assert.That(_exchange.Order("day").TransactTime, Is.EqualTo(Second(100)));
            Assert.That(_exchange.Order("gtc").OrdStatus, Is.EqualTo(OrdStatus.Filled));
            Assert.That(_exchange.Reports().Single(report => report.ExecType == ExecType.Expired).LeavesQty, Is.Zero);
        }
    }

    [Test]
    public void An_order_that_expires_does_not_renew_the_size_of_the_quote()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Buy("done", 500));
        _exchange.Submit(Buy("day", 100));
        _exchange.GoTo(Second(100));
        _exchange.Submit(Buy("late", 100).Tif(TimeInForce.Gtc));

        Assert.That(_exchange.Order("late").CumQty, Is.Zero);
    }

    [Test]
    public void What_happened_to_several_symbols_is_reported_in_order_of_time()
    {
        _exchange.Market.Show(Second(3), 9, 100, 10, 100, "AAA");
        _exchange.Market.Show(Second(2), 9, 100, 10, 100, "BBB");
        _exchange.Submit(Buy("a", 100) with { Symbol = "AAA" });
        _exchange.Submit(Buy("b", 100) with { Symbol = "BBB" });
        _exchange.GoTo(Second(9));

        Assert.That(_exchange.Reports().Skip(2).Select(report => report.ClOrdId), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void A_stop_is_remembered_as_triggered()
    {
        _exchange.Market.Show(Second(1), 100, 300, 101, 500);
        _exchange.Market.Show(Second(2), 97, 300, 98, 500);
        _exchange.Submit(Buy("a", 100).Stop(100.50m).Limit(99));
        _exchange.GoTo(Second(1));
        Assert.That(_exchange.Order("a").OrdStatus, Is.EqualTo(OrdStatus.New));

        _exchange.GoTo(Second(2));

        Assert.That(_exchange.Order("a").OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void A_ClOrdId_is_taken_once_and_every_call_is_counted()
    {
        _exchange.Submit(Buy("a", 100));
        var again = _exchange.Submit(Buy("a", 900));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again as SubmitOutcome.Rejected)?.Code, Is.EqualTo("DUPLICATE_CL_ORD_ID"));
            Assert.That(_exchange.Order("a").OrderQty, Is.EqualTo(100));
            Assert.That(_exchange.Reports(), Has.Count.EqualTo(1));
            Assert.That(_exchange.Venue.Book.CallsByClOrdId()["a"], Is.EqualTo(2));
            Assert.That(
                _exchange.Venue.Book.Calls().Select(call => call.Outcome), Is.EqualTo(new[] { "ACKNOWLEDGED", "DUPLICATE_CL_ORD_ID" }));
            Assert.That(_exchange.Venue.Book.Orders().Select(order => order.ClOrdId), Is.EqualTo(new[] { "a" }));
        }
    }

    private static IEnumerable<TestCaseData> InvalidOrders()
    {
        yield return new TestCaseData(Buy("a", 0), "INVALID_ORDER_QTY");
        yield return new TestCaseData(Buy("a", 1) with { Symbol = " " }, "INVALID_SYMBOL");
        yield return new TestCaseData(Buy("a", 1) with { Account = "other" }, "UNKNOWN_ACCOUNT");
        yield return new TestCaseData(Buy("a", 1) with { OrdType = OrdType.Limit }, "INVALID_PRICE");
        yield return new TestCaseData(Buy("a", 1) with { Price = 1 }, "INVALID_PRICE");
        yield return new TestCaseData(Buy("a", 1).Tif(TimeInForce.Opg), "UNSUPPORTED_TIME_IN_FORCE");
        yield return new TestCaseData(Buy("a", 1).Tif(TimeInForce.ExtendedHours), "UNSUPPORTED_TIME_IN_FORCE");
        yield return new TestCaseData(Buy("a", 1).Limit(-1), "INVALID_PRICE");
        yield return new TestCaseData(Buy("a", 1) with { OrdType = OrdType.Stop }, "INVALID_STOP_PX");
        yield return new TestCaseData(Buy("a", 1).Limit(1) with { StopPx = 1 }, "INVALID_STOP_PX");
    }

    [TestCaseSource(nameof(InvalidOrders))]
    public void Terms_that_make_no_sense_are_refused_and_kept_as_rejected(NewOrderSingle order, string code)
    {
        var outcome = _exchange.Submit(order);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((outcome as SubmitOutcome.Rejected)?.Code, Is.EqualTo(code));
            Assert.That(_exchange.Order("a").OrdStatus, Is.EqualTo(OrdStatus.Rejected));
            Assert.That(_exchange.Reports().Single().ExecType, Is.EqualTo(ExecType.Rejected));
            Assert.That(_exchange.Reports().Single().LeavesQty, Is.Zero);
        }
    }

    [Test]
    public void What_is_no_order_at_all_leaves_no_order()
    {
        var outcome = _exchange.Submit(Buy("a", 1) with { Side = (Side)9 });

        Assert.That((outcome as SubmitOutcome.Rejected)?.Code, Is.EqualTo("UNSUPPORTED"));
        Assert.That(_exchange.Venue.Book.Orders(), Is.Empty);
    }

    [Test]
    public void An_open_order_can_be_canceled_a_done_one_can_not()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Buy("open", 600));
        _exchange.Submit(Sell("done", 100));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_exchange.Cancel("open"), Is.EqualTo(new CancelOutcome.Requested()));
            Assert.That((_exchange.Cancel("open") as CancelOutcome.Rejected)?.Code, Is.EqualTo("TOO_LATE_TO_CANCEL"));
            Assert.That((_exchange.Cancel("done") as CancelOutcome.Rejected)?.Code, Is.EqualTo("TOO_LATE_TO_CANCEL"));
            Assert.That((_exchange.Cancel("none") as CancelOutcome.Rejected)?.Code, Is.EqualTo("UNKNOWN_ORDER"));
            var canceled = _exchange.Reports()[^1];
            Assert.That((canceled.ExecType, canceled.CumQty, canceled.LeavesQty), Is.EqualTo((ExecType.Canceled, 500m, 0m)));
        }
    }

    [Test]
    public void The_account_is_cash_and_positions_at_the_middle_of_the_quote()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Buy("a", 100));
        _exchange.Market.Show(Second(1), 110, 300, 111, 500);
        _exchange.GoTo(Second(1));

        var account = _exchange.Account();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(account.Cash, Is.EqualTo(10_000_000m - 10_001m));
            Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { [Symbol] = 100 }));
            Assert.That(account.Equity, Is.EqualTo(account.Cash + 11_050m));
            Assert.That(account.At, Is.EqualTo(Second(1)));
        }
    }

    [Test]
    public void Where_a_side_is_missing_a_position_is_worth_what_it_last_traded_at()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Sell("a", 100));
        _exchange.Market.Show(Second(1), null, 0, 111, 500);
        _exchange.GoTo(Second(1));

        var account = _exchange.Account();

        Assert.That(account.Positions[Symbol], Is.EqualTo(-100));
        Assert.That(account.Equity, Is.EqualTo(10_000_000m));
    }

    [Test]
    public async Task A_watermark_continues_where_the_page_before_it_ended()
    {
        _exchange.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        _exchange.Submit(Buy("a", 100));
        var first = await _exchange.Venue.ReportsSinceAsync(null, CancellationToken.None);
        var none = await _exchange.Venue.ReportsSinceAsync(first.Watermark, CancellationToken.None);
        _exchange.Submit(Buy("b", 100));
        var second = await _exchange.Venue.ReportsSinceAsync(none.Watermark, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Watermark, none.Watermark, second.Watermark), Is.EqualTo(("2", "2", "4")));
            Assert.That(none.Reports, Is.Empty);
            Assert.That(second.Reports.Select(report => report.ClOrdId), Is.All.EqualTo("b"));
        }
    }

    [Test]
    public void An_order_nobody_sent_is_not_found() =>
        Assert.That(_exchange.Venue.QueryAsync(new OrderStatusRequest("x", "AAPL"), CancellationToken.None).Result, Is.TypeOf<OrderQuery.NotFound>());

    [Test]
    public void Waiting_ends_at_once_after_a_submit_and_otherwise_with_the_poll_interval()
    {
        _exchange.Submit(Buy("a", 100));
        Assert.That(_exchange.Venue.WaitForReportsAsync(CancellationToken.None).IsCompleted, "after a submit");

        var waiting = _exchange.Venue.WaitForReportsAsync(CancellationToken.None);
        _exchange.Time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.That(waiting.IsCompleted, Is.False);
        _exchange.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(() => waiting.IsCompleted, Is.True.After(5000, 5));
    }

    [Test]
    public void A_submit_wakes_a_reader_that_is_waiting()
    {
        var waiting = _exchange.Venue.WaitForReportsAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);

        _exchange.Submit(Buy("a", 100));

        Assert.That(() => waiting.IsCompleted, Is.True.After(5000, 5));
    }

    [Test]
    public async Task An_order_that_is_given_up_before_the_call_begins_is_not_sent()
    {
        var outcome = await _exchange.Venue.SubmitAsync(Buy("a", 1), () => null, new CancellationToken(canceled: true));

        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.NotSent("CANCELED: the call was given up before it began")));
        Assert.That(_exchange.Venue.Book.Calls(), Is.Empty);
    }

    [Test]
    public void A_cancel_that_is_given_up_beforehand_does_not_reach_the_book()
    {
        Assert.That(_exchange.Venue.CancelAsync(new OrderCancelRequest("a", null, Symbol, Side.Buy, 1), new CancellationToken(canceled: true)).IsCanceled);
        Assert.That(_exchange.Venue.Book.Calls(), Is.Empty);
    }
}
