using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>The adapter against the simulated venue, on virtual time and the test's thread.</summary>
public sealed class SimulatedVenueTests
{
    private Trading trading = null!;

    [SetUp]
    public void Open() => trading = new Trading("""{"quotes":[{"symbol":"AAPL","bid":99,"ask":100}]}""");

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void An_order_is_acknowledged_filled_and_found()
    {
        trading.Listen();

        Assert.That(trading.Submit("A"), Is.TypeOf<SubmitOutcome.Acknowledged>());

        trading.Pass(TimeSpan.FromSeconds(1));
        var trade = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.ClOrdId, trade.LastQty, trade.LastPx, trade.OrdStatus), Is.EqualTo(("A", 10m, 100m, OrdStatus.Filled)));
        Assert.That(trade.ExecId, Is.EqualTo(trading.Venue.Executions.Single().ExecId));
        var found = ((OrderQuery.Found)Done(trading.Lookups.QueryAsync(new OrderStatusRequest("A", "AAPL"), CancellationToken.None))).Order;
        Assert.That((found.OrdStatus, found.CumQty, found.OrdType, found.OrderQty), Is.EqualTo((OrdStatus.Filled, 10m, OrdType.Market, 10m)));
    }

    [Test]
    public void The_stream_and_the_activities_name_a_fill_alike()
    {
        trading.Listen();
        trading.Submit("A");
        trading.Pass(TimeSpan.FromSeconds(1));
        var streamed = trading.Reports.Single(report => report.ExecType == ExecType.Trade);

        var listed = ((VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)Done(
            trading.Lookups.ExecutionsAsync(trading.Now.AddMinutes(-5), CancellationToken.None))).Value.Single();

        Assert.That((listed.ExecId, listed.ClOrdId, listed.LastQty, listed.LastPx), Is.EqualTo((streamed.ExecId, streamed.ClOrdId, streamed.LastQty, streamed.LastPx)));
    }

    [TestCase("""{"accept":false,"answer":"refused"}""", typeof(SubmitOutcome.NotSent), 0)]
    [TestCase("""{"accept":false,"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 0)]
    [TestCase("""{"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":504}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":422,"code":40010001,"message":"client_order_id must be unique"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"accept":false,"status":403,"code":40310000,"message":"insufficient buying power"}""", typeof(SubmitOutcome.Rejected), 0)]
    [TestCase("""{"answer":"truncated"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"html"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"empty"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"status":"quantum","new_field":1}}""", typeof(SubmitOutcome.Acknowledged), 1)]
    [TestCase("""{"remove":["id"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"client_order_id":"SOMEBODY"}}""", typeof(SubmitOutcome.Unknown), 1)]
    public void A_misbehaved_answer_is_never_taken_for_more_than_it_proves(string behaviour, Type outcome, int orders)
    {
        trading.Behave("""{"when":{"call":"submit"},""" + behaviour[1..]);

        Assert.That(trading.Submit("A"), Is.TypeOf(outcome));
        Assert.That(trading.Venue.Orders, Has.Count.EqualTo(orders));
        Assert.That(trading.Venue.Calls.Count(call => call.Method == "POST"), Is.EqualTo(1), "and sent once");
    }

    [Test]
    public void A_fill_that_the_stream_lost_comes_with_the_next_poll_and_one_it_doubled_once()
    {
        trading.Listen();
        trading.Behave("""{"when":{"event":"execution","nth":1},"lose":true}""");
        trading.Behave("""{"when":{"event":"execution","nth":2},"repeat":3}""");
        trading.Submit("A");
        trading.Submit("B");
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trades(), Is.EqualTo(new[] { "B" }));

        trading.Pass(StubVenue.Options.PollInterval);

        Assert.That(Trades(), Is.EqualTo(new[] { "B", "A" }));
    }

    [Test]
    public void What_happens_while_the_stream_is_away_is_told_once_it_is_back()
    {
        trading.Listen();
        trading.Submit("REST", OrdType.Limit, 90);
        trading.Act("""{"drop_stream":{}}""");
        trading.Act("""{"fill":{"cl_ord_id":"REST","qty":4}}""");
        trading.Act("""{"cancel":{"cl_ord_id":"REST"}}""");

        trading.Pass(TimeSpan.FromSeconds(5));

        Assert.That(trading.Reports.Where(report => report.ExecType is ExecType.Trade or ExecType.Canceled).Select(report => (report.ExecType, report.LastQty)),
            Is.EqualTo(new[] { (ExecType.Trade, 4m), (ExecType.Canceled, 0m) }));
        trading.Submit("AFTER");
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trades(), Is.EqualTo(new[] { "REST", "AFTER" }), "and the stream is up again");
    }

    [Test]
    public void A_replayed_life_is_booked_once()
    {
        trading.Listen();
        trading.Submit("A");
        trading.Pass(TimeSpan.FromSeconds(1));

        trading.Act("""{"resend":{"cl_ord_id":"A"}}""");
        trading.Act("""{"resend":{"cl_ord_id":"A"}}""");
        trading.Pass(TimeSpan.FromSeconds(1));

        Assert.That(Trades(), Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void Busts_and_corrections_name_what_they_change_on_the_stream_and_in_the_lists()
    {
        trading.Listen();
        trading.Submit("A");
        trading.Submit("B");
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Act("""{"bust":{"cl_ord_id":"A"}}""");
        trading.Act("""{"correct":{"cl_ord_id":"B","qty":7,"px":101}}""");
        trading.Pass(TimeSpan.FromSeconds(1));

        var trades = trading.Reports.Where(report => report.ExecType == ExecType.Trade).ToDictionary(report => report.ClOrdId!, report => report.ExecId);
        var changes = trading.Reports.Where(report => report.ExecRefId is not null).ToList();
        Assert.That(changes.Select(report => (report.ExecType, report.ExecRefId)), Is.EqualTo(new[]
        {
            (ExecType.TradeCancel, trades["A"]), (ExecType.TradeCorrect, trades["B"]),
        }));
        Assert.That((changes[1].LastQty, changes[1].LastPx), Is.EqualTo((7m, 101m)));

        var listed = ((VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)Done(
            trading.Lookups.ExecutionsAsync(trading.Now.AddMinutes(-5), CancellationToken.None))).Value;
        Assert.That(
            listed.Where(report => report.ExecRefId is not null).Select(report => (report.ExecType, report.ExecId, report.ExecRefId)),
            Is.EqualTo(changes.Select(report => (report.ExecType, report.ExecId, report.ExecRefId))));
    }

    [Test]
    public void A_new_process_finds_what_happened_while_nobody_was_there()
    {
        trading.Listen();
        trading.Submit("A", OrdType.Limit, 90);
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Stop();
        trading.Act("""{"fill":{"cl_ord_id":"A"}}""");
        trading.Pass(TimeSpan.FromHours(2));

        trading.Listen();

        Assert.That(Trades(), Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void A_cancel_is_asked_for_and_reported()
    {
        trading.Listen();
        trading.Submit("A", OrdType.Limit, 90);
        Assert.That(Done(trading.Entry.CancelAsync(new OrderCancelRequest("A", null, "AAPL", Side.Buy, 10), CancellationToken.None)), Is.TypeOf<CancelOutcome.Requested>());
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(trading.Reports[^1].ExecType, Is.EqualTo(ExecType.Canceled));

        Assert.That(
            Done(trading.Entry.CancelAsync(new OrderCancelRequest("A", null, "AAPL", Side.Buy, 10), CancellationToken.None)),
            Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("TOO_LATE_TO_CANCEL"));
        Assert.That(
            Done(trading.Entry.CancelAsync(new OrderCancelRequest("NEVER", null, "AAPL", Side.Buy, 10), CancellationToken.None)),
            Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("UNKNOWN_ORDER"));
    }

    [Test]
    public void An_early_not_found_is_a_not_found_and_a_broken_look_up_is_none()
    {
        trading.Behave("""{"when":{"call":"submit"},"hide":"2s"}""");
        trading.Submit("A");
        Assert.That(Done(trading.Lookups.QueryAsync(new OrderStatusRequest("A", "AAPL"), CancellationToken.None)), Is.TypeOf<OrderQuery.NotFound>());
        trading.Pass(TimeSpan.FromSeconds(2));
        Assert.That(Done(trading.Lookups.QueryAsync(new OrderStatusRequest("A", "AAPL"), CancellationToken.None)), Is.TypeOf<OrderQuery.Found>());

        trading.Behave("""{"when":{"call":"query"},"status":503}""");
        Assert.That(Done(trading.Lookups.QueryAsync(new OrderStatusRequest("A", "AAPL"), CancellationToken.None)), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.ServerError));
    }

    [Test]
    public void The_account_its_positions_and_the_quotes_are_stated()
    {
        trading.Listen();
        trading.Submit("A");

        var account = Done(trading.Lookups.AccountAsync(CancellationToken.None));
        Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { ["AAPL"] = 10 }));
        Assert.That(account.Cash, Is.EqualTo(10_000_000 - 1000));
        var quote = ((VenueAnswer<IReadOnlyList<Quote>>.Stated)Done(trading.Lookups.LatestQuotesAsync(["AAPL"], CancellationToken.None))).Value.Single();
        Assert.That((quote.Symbol, quote.Bid, quote.Ask), Is.EqualTo(("AAPL", 99m, 100m)));
    }

    [Test]
    public void Shares_and_pairs_are_quoted_at_an_address_each()
    {
        trading.Act("""{"quote":{"symbol":"BTC/USD","bid":50000,"ask":50010}}""");

        var quotes = ((VenueAnswer<IReadOnlyList<Quote>>.Stated)Done(trading.Lookups.LatestQuotesAsync(["BTC/USD", "AAPL"], CancellationToken.None))).Value;

        Assert.That(quotes.Select(quote => (quote.Symbol, quote.Ask)), Is.EquivalentTo(new[] { ("AAPL", (decimal?)100), ("BTC/USD", 50010m) }));
        Assert.That(trading.Venue.Calls.Select(call => call.Path), Is.EquivalentTo(new[] { "/v2/stocks/quotes/latest", "/v1beta3/crypto/us/latest/quotes" }));
    }

    private IEnumerable<string?> Trades() => trading.Reports.Where(report => report.ExecType == ExecType.Trade).Select(report => report.ClOrdId);

    private static T Done<T>(Task<T> call)
    {
        Assert.That(call.IsCompleted, Is.True, "nothing leaves the caller's thread");
        return call.GetAwaiter().GetResult();
    }

    /// <summary>The venue, and a process that trades there and books what it hears.</summary>
    private sealed class Trading : IDisposable
    {
        private readonly SynchronizationContext? context = SynchronizationContext.Current;
        private readonly FakeTimeProvider clock = new(Sample.Ten);
        private readonly SimulatedVenueHandler handler;
        private AlpacaReports reports;
        private string? watermark;
        private bool isListening;

        public Trading(string script)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            Venue = new SimulatedVenue(new SimulatorOptions { RateLimitPerMinute = 0 }, clock);
            Venue.Load(ScriptJson.ReadScript(script));
            handler = new SimulatedVenueHandler(Venue);
            Entry = new AlpacaOrderEntry(handler, StubVenue.Options, StubVenue.Credentials, clock, NullLogger.Instance);
            reports = NewProcess();
        }

        public SimulatedVenue Venue { get; }

        public AlpacaOrderEntry Entry { get; }

        public AlpacaReports Lookups => reports;

        public List<ExecutionReport> Reports { get; } = [];

        public DateTimeOffset Now => clock.GetUtcNow();

        public void Listen()
        {
            isListening = true;
            Book();
        }

        /// <summary>The process dies; the next one knows the stored watermark.</summary>
        public void Stop()
        {
            isListening = false;
            reports.Dispose();
            reports = NewProcess();
        }

        public SubmitOutcome Submit(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => Done(Entry.SubmitAsync(
            Sample.NewOrder(clOrdId) with { OrdType = type, OrderQty = 10, Price = price, StopPx = null, TimeInForce = TimeInForce.Day }, () => null, CancellationToken.None));

        public void Behave(string behaviour) => Act($$"""{"add_behaviours":[{{behaviour}}]}""");

        public void Act(string act) => Venue.Act(ScriptJson.ReadAct(act));

        public void Pass(TimeSpan time)
        {
            for (var end = Now + time; Now < end;)
            {
                clock.Advance(TimeSpan.FromMilliseconds(500));
                Book();
            }
        }

        public void Dispose()
        {
            reports.Dispose();
            Entry.Dispose();
            handler.Dispose();
            Venue.Dispose();
            SynchronizationContext.SetSynchronizationContext(context);
        }

        private void Book()
        {
            while (isListening && Done(reports.ReportsSinceAsync(watermark, CancellationToken.None)) is { Reports.Count: > 0 } page)
            {
                Reports.AddRange(page.Reports);
                watermark = page.Watermark;
            }
        }

        private AlpacaReports NewProcess() => new(
            handler, _ => new(Venue.Connect()), "acc", StubVenue.Options, StubVenue.Credentials, clock,
            NullLogger<AlpacaReports>.Instance);
    }
}
