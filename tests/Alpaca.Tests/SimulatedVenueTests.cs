using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Simulated;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>The adapter against the simulated venue, on virtual time and the test's thread.</summary>
public sealed class SimulatedVenueTests : SimulatedVenueCases<SimulatedVenueTests.AlpacaTrading>
{
    [Test]
    public void A_status_of_the_answer_that_nobody_knows_is_told_with_the_acknowledgement()
    {
        Trading.Behave("""{"when":{"call":"submit"},"set":{"status":"quantum"}}""");

        Assert.That(Trading.Submit("A"), Is.TypeOf<SubmitOutcome.Acknowledged>().With.Property("UnknownStatus").EqualTo("quantum"));
    }

    [Test]
    public void An_order_is_acknowledged_filled_and_found()
    {
        Trading.Listen();

        Assert.That(Trading.Submit("A"), Is.TypeOf<SubmitOutcome.Acknowledged>());

        Trading.Pass(TimeSpan.FromSeconds(1));
        var trade = Trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.ClOrdId, trade.LastQty, trade.LastPx, trade.OrdStatus), Is.EqualTo(("A", 10m, 100m, OrdStatus.Filled)));
        Assert.That(trade.ExecId, Is.EqualTo(Trading.Venue.Executions.Single().ExecId));
        var found = ((OrderQuery.Found)SimulatedTrading.Done(Trading.Lookups.QueryAsync(new OrderStatusRequest("A", "AAPL"), CancellationToken.None))).Order;
        Assert.That((found.OrdStatus, found.CumQty, found.OrdType, found.OrderQty), Is.EqualTo((OrdStatus.Filled, 10m, OrdType.Market, 10m)));
    }

    [TestCase("""{"status":422,"code":40010001,"message":"client_order_id must be unique"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"accept":false,"status":403,"code":40310000,"message":"insufficient buying power"}""", typeof(SubmitOutcome.Rejected), 0)]
    [TestCase("""{"set":{"status":"quantum","new_field":1}}""", typeof(SubmitOutcome.Acknowledged), 1)]
    [TestCase("""{"remove":["id"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"client_order_id":"SOMEBODY"}}""", typeof(SubmitOutcome.Unknown), 1)]
    public void A_misbehaved_answer_is_never_taken_for_more_than_it_proves(string behaviour, Type outcome, int orders) => Proves(behaviour, outcome, orders);

    [Test]
    public void A_replayed_life_is_booked_once()
    {
        Trading.Listen();
        Trading.Submit("A");
        Trading.Pass(TimeSpan.FromSeconds(1));

        Trading.Act("""{"resend":{"cl_ord_id":"A"}}""");
        Trading.Act("""{"resend":{"cl_ord_id":"A"}}""");
        Trading.Pass(TimeSpan.FromSeconds(1));

        Assert.That(Trading.Trades, Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void Busts_and_corrections_name_what_they_change_on_the_stream_and_in_the_lists()
    {
        Trading.Listen();
        Trading.Submit("A");
        Trading.Submit("B");
        Trading.Pass(TimeSpan.FromSeconds(1));
        Trading.Act("""{"bust":{"cl_ord_id":"A"}}""");
        Trading.Act("""{"correct":{"cl_ord_id":"B","qty":7,"px":101}}""");
        Trading.Pass(TimeSpan.FromSeconds(1));

        var trades = Trading.Reports.Where(report => report.ExecType == ExecType.Trade).ToDictionary(report => report.ClOrdId!, report => report.ExecId);
        var changes = Trading.Reports.Where(report => report.ExecRefId is not null).ToList();
        Assert.That(changes.Select(report => (report.ExecType, report.ExecRefId)), Is.EqualTo(new[]
        {
            (ExecType.TradeCancel, trades["A"]), (ExecType.TradeCorrect, trades["B"]),
        }));
        Assert.That((changes[1].LastQty, changes[1].LastPx), Is.EqualTo((7m, 101m)));

        var listed = ((VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)SimulatedTrading.Done(
            Trading.Lookups.ExecutionsAsync(Trading.Now.AddMinutes(-5), CancellationToken.None))).Value;
        Assert.That(
            listed.Where(report => report.ExecRefId is not null).Select(report => (report.ExecType, report.ExecId, report.ExecRefId)),
            Is.EqualTo(changes.Select(report => (report.ExecType, report.ExecId, report.ExecRefId))));
    }

    [Test]
    public void The_account_its_positions_and_the_quotes_are_stated()
    {
        Trading.Listen();
        Trading.Submit("A");

        var account = SimulatedTrading.Done(Trading.Lookups.AccountAsync(CancellationToken.None));
        Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { ["AAPL"] = 10 }));
        Assert.That(account.Cash, Is.EqualTo(10_000_000 - 1000));
        var quote = ((VenueAnswer<IReadOnlyList<Quote>>.Stated)SimulatedTrading.Done(Trading.Lookups.LatestQuotesAsync(["AAPL"], CancellationToken.None))).Value.Single();
        Assert.That((quote.Symbol, quote.Bid, quote.Ask), Is.EqualTo(("AAPL", 99m, 100m)));
    }

    [Test]
    public void Shares_and_pairs_are_quoted_at_an_address_each()
    {
        Trading.Act("""{"quote":{"symbol":"BTC/USD","bid":50000,"ask":50010}}""");

        var quotes = ((VenueAnswer<IReadOnlyList<Quote>>.Stated)SimulatedTrading.Done(Trading.Lookups.LatestQuotesAsync(["BTC/USD", "AAPL"], CancellationToken.None))).Value;

        Assert.That(quotes.Select(quote => (quote.Symbol, quote.Ask)), Is.EquivalentTo(new[] { ("AAPL", (decimal?)100), ("BTC/USD", 50010m) }));
        Assert.That(Trading.Venue.Calls.Select(call => call.Path), Is.EquivalentTo(new[] { "/v2/stocks/quotes/latest", "/v1beta3/crypto/us/latest/quotes" }));
    }

    protected override IEnumerable<string> StrangeAnswers =>
    [
        """{"status":null}""", """{"status":5}""", """{"status":["new"]}""", """{"qty":"ten"}""", """{"qty":""}""", """{"qty":10.0}""", """{"qty":"1e400"}""", """{"qty":{}}""",
        """{"filled_qty":"-1"}""", """{"id":123}""", """{"id":""}""", """{"id":null}""", """{"symbol":"aapl"}""", """{"side":"BUY"}""", """{"side":null}""", """{"type":["market"]}""",
        """{"limit_price":"NaN"}""", """{"created_at":"2026-13-45"}""", """{"client_order_id":null}""", """{"client_order_id":7}""", """{"legs":[{"id":1}]}""", """{"extended_hours":"yes"}""",
        """{"time_in_force":"forever"}""", """{"order_class":{"deep":[1,[2,[3]]]}}""", """{"notional":"1000"}""",
    ];

    protected override string Secret => StubVenue.Credentials.Secret;

    protected override IEnumerable<string> StrangeEvents =>
    [
        """{"event":"quantum"}""", """{"event":null}""", """{"event":5}""", """{"execution_id":null}""", """{"execution_id":7}""", """{"qty":"many"}""", """{"qty":null}""", """{"qty":"-10"}""",
        """{"qty":"0"}""", """{"price":""}""", """{"price":"1e400"}""", """{"price":null}""", """{"timestamp":"yesterday"}""", """{"timestamp":null}""", """{"order":null}""", """{"order":[]}""", """{"order":{}}""",
        """{"order":"A"}""", """{"order":{"id":"x","status":"filled"}}""", """{"position_qty":{}}""", """{"later":[{"a":1}]}""",
    ];

    protected override AlpacaTrading NewTrading() => new();

    /// <summary>Alpaca's adapter at the simulated venue.</summary>
    public sealed class AlpacaTrading : SimulatedTrading
    {
        private readonly SimulatedVenueHandler handler;

        public AlpacaTrading()
            : base(new SimulatorOptions { RateLimitPerMinute = 0 }, """{"quotes":[{"symbol":"AAPL","bid":99,"ask":100}]}""")
        {
            handler = new SimulatedVenueHandler(Venue);
            Entry = new AlpacaOrderEntry(handler, StubVenue.Options, StubVenue.Credentials, Clock, NullLogger.Instance);
        }

        public override IOrderEntry Entry { get; }

        public override TimeSpan PollInterval => StubVenue.Options.PollInterval;

        protected override string Symbol => "AAPL";

        protected override NewOrderSingle NewOrder(string clOrdId, OrdType type, decimal? price) =>
            Sample.NewOrder(clOrdId) with { OrdType = type, OrderQty = 10, Price = price, StopPx = null, TimeInForce = TimeInForce.Day };

        protected override IVenueReports NewProcess() => new AlpacaReports(
            handler, _ => new(Venue.Connect()), "acc", StubVenue.Options, StubVenue.Credentials, Clock, NullLogger<AlpacaReports>.Instance);
    }
}
