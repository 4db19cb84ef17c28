using System.Net.Http.Headers;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>Look-ups and lists: not found, not answered and not readable are three facts, and a list is read to its end.</summary>
public sealed class ListTests
{
    private FakeTimeProvider clock = null!;
    private StubVenue venue = null!;
    private AlpacaReports reports = null!;

    [SetUp]
    public void Open()
    {
        clock = new FakeTimeProvider(Sample.Ten);
        venue = new StubVenue();
        reports = new AlpacaReports(
            venue, _ => throw new IOException("no stream here"), "acc", StubVenue.Options, StubVenue.Credentials, clock, NullLogger<AlpacaReports>.Instance);
    }

    [TearDown]
    public void Close()
    {
        reports.Dispose();
        venue.Dispose();
    }

    [TestCase("day", false, TimeInForce.Day)]
    [TestCase("day", true, TimeInForce.ExtendedHours)]
    [TestCase("opg", false, TimeInForce.Opg)]
    [TestCase("cls", false, TimeInForce.Cls)]
    public async Task An_orders_time_in_force_is_read_as_it_was_sent(string word, bool isExtended, TimeInForce timeInForce)
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Order()
            .Replace("\"time_in_force\":\"day\"", $"\"time_in_force\":\"{word}\"", StringComparison.Ordinal)
            .Replace("\"extended_hours\":false", $"\"extended_hours\":{(isExtended ? "true" : "false")}", StringComparison.Ordinal));

        Assert.That((await QueryAsync("OURS") as OrderQuery.Found)?.Order.TimeInForce, Is.EqualTo(timeInForce));
    }

    [TestCase("""{"symbol":"BTC/USD","status":"active","tradable":true}""", SecurityTradingStatus.ReadyToTrade)]
    [TestCase("""{"symbol":"BTC/USD","status":"active","tradable":false}""", SecurityTradingStatus.TradingHalt)]
    [TestCase("""{"symbol":"BTC/USD","status":"inactive","tradable":true}""", SecurityTradingStatus.NotAvailableForTrading)]
    public async Task An_asset_says_whether_its_symbol_trades(string asset, SecurityTradingStatus status)
    {
        venue.OnRequest = _ => StubVenue.Json(asset);

        var answer = await reports.SecurityStatusAsync("BTC/USD", CancellationToken.None);

        Assert.That((answer as VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated)?.Value.Status, Is.EqualTo(status));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/assets/BTC%2FUSD" }));
    }

    [TestCase("""{"symbol":"HON","fractionable":false,"shortable":true}""", false, true)]
    [TestCase("""{"symbol":"HON","fractionable":true,"shortable":false,"attributes":["ptp_no_exception"],"nobody_knows":1}""", true, false)]
    public async Task An_asset_says_what_is_taken_of_it(string asset, bool fractions, bool sellsShort)
    {
        venue.OnRequest = _ => StubVenue.Json(asset);

        var rules = (await reports.InstrumentsAsync(["HON"], CancellationToken.None)).Require("no rules").Single();

        Assert.That((rules.Symbol, rules.Fractions, rules.SellsShort), Is.EqualTo(("HON", fractions, sellsShort)));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/assets/HON" }));
    }

    [TestCase("""{"symbol":"HON","shortable":true}""")]
    [TestCase("""{"symbol":"HON","fractionable":null,"shortable":true}""")]
    [TestCase("""{"symbol":"AAPL","fractionable":true,"shortable":true}""")]
    [TestCase("""{"fractionable":true,"shortable":true}""")]
    public async Task An_asset_that_does_not_say_what_is_taken_of_it_or_is_another_is_left_unknown(string asset)
    {
        venue.OnRequest = _ => StubVenue.Json(asset);

        Assert.That((await reports.InstrumentsAsync(["HON"], CancellationToken.None)).Require("no rules"), Is.Empty);
    }

    [Test]
    public async Task Of_a_share_that_Alpaca_does_not_know_and_of_a_pair_it_states_nothing_and_where_it_is_not_heard_nothing_is_known()
    {
        venue.OnRequest = _ => StubVenue.Error(404, 40410000, "asset not found for NOBODY");
        Assert.That((await reports.InstrumentsAsync(["NOBODY", "BTC/USD"], CancellationToken.None)).Require("no rules"), Is.Empty);
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/assets/NOBODY" }));

        venue.OnRequest = _ => StubVenue.Html("bad gateway", 502);
        Assert.That(await reports.InstrumentsAsync(["AAPL"], CancellationToken.None), Is.TypeOf<VenueAnswer<IReadOnlyList<InstrumentRules>>.Unavailable>());
    }

    [Test]
    public async Task An_asset_that_does_not_say_so_is_no_answer()
    {
        venue.OnRequest = _ => StubVenue.Json("""{"symbol":"AAPL"}""");

        Assert.That(
            await reports.SecurityStatusAsync("AAPL", CancellationToken.None), Is.TypeOf<VenueAnswer<(SecurityTradingStatus Status, string Text)>.Unavailable>());
    }

    [Test]
    public async Task An_order_is_found_by_our_id_with_its_terms()
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Order("v-1", status: "partially_filled", qty: "12.5", filled: "\"2.5\"", changed: Sample.Ten.AddSeconds(9)));

        Assert.That(await QueryAsync("OURS"), Is.EqualTo(new OrderQuery.Found(new VenueOrder
        {
            ClOrdId = "OURS", OrderId = "v-1", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 12.5m, Price = 180.25m,
            TimeInForce = TimeInForce.Day, OrdStatus = OrdStatus.PartiallyFilled, CumQty = 2.5m, TransactTime = Sample.Ten.AddSeconds(9),
        })));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/orders:by_client_order_id?client_order_id=OURS" }));
    }

    [Test]
    public async Task Only_Alpacas_own_word_for_it_is_a_not_found()
    {
        venue.OnRequest = _ => StubVenue.Error(404, 40410000, "order not found for OURS");
        Assert.That(await QueryAsync("OURS"), Is.TypeOf<OrderQuery.NotFound>());
    }

    [TestCase(404, "<html>404 page not found</html>", VenueFault.Unreadable)]
    [TestCase(404, "", VenueFault.Unreadable)]
    [TestCase(404, """{"code":40499999,"message":"endpoint not found"}""", VenueFault.Refused)]
    [TestCase(500, """{"code":40410000,"message":"order not found"}""", VenueFault.ServerError)]
    [TestCase(503, "", VenueFault.ServerError)]
    [TestCase(401, """{"code":40110000,"message":"request is not authorized"}""", VenueFault.Refused)]
    [TestCase(429, "", VenueFault.Throttled)]
    [TestCase(200, "", VenueFault.Unreadable)]
    [TestCase(200, "null", VenueFault.Unreadable)]
    [TestCase(200, "{}", VenueFault.Unreadable)]
    [TestCase(200, """{"code":40410000,"message":"order not found"}""", VenueFault.Unreadable)]
    public async Task Anything_else_is_no_answer(int status, string body, VenueFault fault)
    {
        venue.OnRequest = _ => StubVenue.Json(body, status);

        Assert.That(await QueryAsync("OURS"), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(fault));
    }

    [TestCase("THEIRS", "limit", "buy", "client_order_id is THEIRS")]
    [TestCase("OURS", "iceberg", "buy", "type 'iceberg' is not known")]
    [TestCase("OURS", "limit", "borrow", "side 'borrow' is not known")]
    public async Task An_order_whose_terms_can_not_be_told_is_no_answer(string clOrdId, string type, string side, string reason)
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Order("v-1", clOrdId, type: type, side: side));

        Assert.That(await QueryAsync("OURS"), Is.EqualTo(new OrderQuery.Unavailable(VenueFault.Unreadable, $"UNREADABLE_ANSWER: {reason}")));
    }

    [TestCase("quantum", "0", OrdStatus.New)]
    [TestCase("quantum", "3", OrdStatus.PartiallyFilled)]
    [TestCase("quantum", "10", OrdStatus.Filled)]
    public async Task A_status_that_nobody_knows_does_not_hide_that_the_order_is_there(string status, string filled, OrdStatus expected)
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.Order(status: status, filled: $"\"{filled}\""));

        Assert.That(((OrderQuery.Found)await QueryAsync("OURS")).Order.OrdStatus, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_connection_that_breaks_is_no_answer_and_a_question_has_its_own_limit()
    {
        venue.OnRequest = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        Assert.That(await QueryAsync("OURS"), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Transport));

        using var stuck = new Stuck();
        using var asking = new AlpacaReports(
            stuck, _ => throw new IOException("no stream here"), "acc", StubVenue.Options, StubVenue.Credentials, clock, NullLogger<AlpacaReports>.Instance);
        var question = asking.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), CancellationToken.None);
        Assert.That(question.IsCompleted, Is.False);
        clock.Advance(StubVenue.Options.RequestTimeout);
        Assert.That(await question, Is.EqualTo(new OrderQuery.Unavailable(VenueFault.Transport, "TIMEOUT")));

        using var caller = new CancellationTokenSource();
        question = asking.QueryAsync(new OrderStatusRequest("OURS", "AAPL"), caller.Token);
        await caller.CancelAsync();
        Assert.That(async () => await question, Throws.InstanceOf<OperationCanceledException>(), "cancellation is no failure of the venue");
    }

    [Test]
    public async Task A_list_of_orders_is_read_to_its_end_also_where_many_were_placed_at_once()
    {
        // 1,200 orders, three hundred at a time within one millisecond each: pages end in the middle of them.
        var orders = Enumerable.Range(0, 1200)
            .Select(number => (At: Sample.Ten.AddMilliseconds(number / 300), Json: Sample.Order($"v-{number}", $"O{number}", placed: Sample.Ten.AddMilliseconds(number / 300))))
            .ToList();
        venue.OnRequest = asked => Page(orders, asked, "limit");

        var answer = await reports.OpenOrdersAsync(CancellationToken.None);

        Assert.That(Stated(answer).Select(order => order.ClOrdId), Is.EquivalentTo(orders.Select((_, number) => $"O{number}")));
        Assert.That(venue.Asked, Has.Count.GreaterThan(2).And.All.Contains("status=open"));
    }

    [Test]
    public async Task Of_somebodys_order_of_several_legs_the_legs_are_listed_and_keep_no_other_from_it()
    {
        // As the documentation has them: the order states no symbol and no side, its legs no type.
        var spread = Sample.Order("v-2", "THEIRS", side: "").Replace("\"symbol\":\"AAPL\"", "\"symbol\":\"\"", StringComparison.Ordinal).Replace("\"order_class\":\"\"", "\"order_class\":\"mleg\"", StringComparison.Ordinal);
        var leg = Sample.Order("v-3", "LEG", side: "sell", type: "").Replace("\"order_class\":\"\"", "\"order_class\":\"mleg\"", StringComparison.Ordinal);
        venue.OnRequest = _ => StubVenue.Json(Sample.List(Sample.Order(), spread, leg));

        var listed = Stated(await reports.OpenOrdersAsync(CancellationToken.None));

        Assert.That(listed.Select(order => (order.ClOrdId, order.Side, order.OrdType)), Is.EqualTo(new[] { ("OURS", Side.Buy, (OrdType?)OrdType.Limit), ("LEG", Side.Sell, null) }));
    }

    [TestCase("\"type\":\"limit\"", "\"type\":\"iceberg\"")]
    [TestCase("\"time_in_force\":\"day\"", "\"time_in_force\":\"gtd\"")]
    [TestCase("\"side\":\"buy\"", "\"side\":\"borrow\"")]
    [TestCase("\"filled_qty\":\"0\",", "")]
    [TestCase("\"qty\":\"10\",", "")]
    [TestCase("\"status\":\"new\",", "")]
    public async Task Somebodys_order_that_can_not_be_read_is_listed_as_far_as_it_can_and_one_of_ours_makes_the_list_unreadable(string known, string told)
    {
        const string ours = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
        string Order(string clOrdId) => Sample.Order("v-2", clOrdId).ReplaceLineEndings("").Replace(known, told, StringComparison.Ordinal);

        venue.OnRequest = _ => StubVenue.Json(Sample.List(Sample.Order("v-1", ours), Order("THEIRS")));
        var listed = Stated(await reports.OpenOrdersAsync(CancellationToken.None));
        Assert.That(
            listed.Select(order => (order.ClOrdId, order.OrderId, order.Symbol, order.OrdStatus)),
            Is.EqualTo(new[] { (ours, "v-1", "AAPL", OrdStatus.New), ("THEIRS", "v-2", "AAPL", OrdStatus.New) }));

        venue.OnRequest = _ => StubVenue.Json(Sample.List(Order(ours), Sample.Order("v-1", "THEIRS")));
        Assert.That(
            await reports.OpenOrdersAsync(CancellationToken.None),
            Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Unreadable));
    }

    [Test]
    public async Task A_list_that_does_not_go_on_is_no_answer()
    {
        venue.OnRequest = _ => StubVenue.Json(Full);

        Assert.That(
            await reports.OpenOrdersAsync(CancellationToken.None),
            Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Unreadable));
    }

    [Test]
    public async Task A_list_whose_second_page_fails_is_no_answer()
    {
        var orders = Enumerable.Range(0, 700).Select(number => (Sample.Ten.AddSeconds(number), Sample.Order($"v-{number}", placed: Sample.Ten.AddSeconds(number)))).ToList();
        venue.OnRequest = asked => asked.Contains("after=") ? StubVenue.Html("", 502) : Page(orders, asked, "limit");

        Assert.That(
            await reports.OpenOrdersAsync(CancellationToken.None),
            Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>().With.Property("Fault").EqualTo(VenueFault.ServerError));
    }

    [Test]
    public async Task A_list_of_more_pages_than_the_venue_takes_calls_in_a_minute_goes_on_after_the_pause()
    {
        var orders = Enumerable.Range(0, 1700).Select(number => (Sample.Ten.AddSeconds(number), Sample.Order($"v-{number}", placed: Sample.Ten.AddSeconds(number)))).ToList();
        var calls = 0;
        venue.OnRequest = asked => ++calls % 3 == 0 ? TooMany(TimeSpan.FromSeconds(20)) : Page(orders, asked, "limit");

        var listing = reports.OpenOrdersAsync(CancellationToken.None);
        Assert.That((calls, listing.IsCompleted), Is.EqualTo((3, false)));
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.That(Stated(await listing).Select(order => order.OrderId), Is.EqualTo(orders.Select((_, number) => $"v-{number}")));
        Assert.That(calls, Is.EqualTo(5), "two pages, a pause, and the other two");
    }

    [TestCase(20, 3)]
    [TestCase(61, 0)]
    public async Task A_list_that_is_put_off_time_and_again_or_for_long_is_no_answer(int seconds, int waits)
    {
        // The test framework's own would have what follows a wait run on another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        venue.OnRequest = asked => asked.Contains("after=") ? TooMany(TimeSpan.FromSeconds(seconds)) : StubVenue.Json(Full);

        var listing = reports.OpenOrdersAsync(CancellationToken.None);
        for (; waits > 0; waits--)
        {
            Assert.That(listing.IsCompleted, Is.False);
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.That(listing.IsCompleted, Is.True);
        Assert.That(await listing, Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>().With.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task Before_its_first_page_nobody_waits_for_a_list_and_later_no_longer_than_he_would()
    {
        venue.OnRequest = _ => TooMany(TimeSpan.FromSeconds(20));
        Assert.That(await reports.OpenOrdersAsync(CancellationToken.None), Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>().With.Property("Fault").EqualTo(VenueFault.Throttled));

        clock.Advance(TimeSpan.FromSeconds(20));
        venue.OnRequest = asked => asked.Contains("after=") ? TooMany(TimeSpan.FromSeconds(20)) : StubVenue.Json(Full);
        using var caller = new CancellationTokenSource();
        var listing = reports.OpenOrdersAsync(caller.Token);
        await caller.CancelAsync();
        Assert.That(async () => await listing, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Closed_orders_are_those_placed_at_or_after_the_instant()
    {
        venue.OnRequest = _ => StubVenue.Json(Sample.List(
            Sample.Order("v-1", "EARLIER", "filled", placed: Sample.Ten.AddTicks(-1)), Sample.Order("v-2", "AT", "canceled", placed: Sample.Ten)));

        Assert.That(Stated(await reports.ClosedOrdersAsync(Sample.Ten, CancellationToken.None)).Select(order => order.ClOrdId), Is.EqualTo(new[] { "AT" }));
        Assert.That(venue.Asked.Single(), Does.Contain("status=closed").And.Contains("after=2026-03-02T14%3A59%3A59.999"));
    }

    [Test]
    public async Task Fills_are_read_to_their_end_and_bear_our_id_of_the_order()
    {
        var fills = Enumerable.Range(0, 250).Select(number => Sample.Fill($"x-{number}", Sample.Ten.AddSeconds(number), number == 0 ? "v-old" : "v-1")).ToList();
        venue.OnRequest = asked => asked switch
        {
            _ when asked.Contains("activities/FILL") => StubVenue.Json(Sample.List([.. fills.Skip(Start(asked)).Take(100)])),
            _ when asked.Contains("/v2/orders?") => StubVenue.Json(Sample.List(Sample.Order("v-1", "OURS"))),
            _ => StubVenue.Json(Sample.Order("v-old", "OLD")),
        };

        var executions = Stated(await reports.ExecutionsAsync(Sample.Ten, CancellationToken.None));

        Assert.That(executions.Select(report => report.ExecId), Is.EqualTo(Enumerable.Range(0, 250).Select(number => $"x-{number}")));
        Assert.That(executions.Select(report => report.ClOrdId).Distinct(), Is.EqualTo(new[] { "OLD", "OURS" }));
        Assert.That(venue.Asked, Has.Exactly(1).StartsWith("GET /v2/orders/v-old"), "orders that no list has are asked for, once");

        int Start(string asked) => Parameter(asked, "page_token") is { } token ? fills.FindIndex(fill => fill.Contains($"\"{token}\"", StringComparison.Ordinal)) + 1 : 0;
    }

    [TestCase("""{"id":"20260302::x","type":"fill","order_id":"v-1","symbol":"AAPL","side":"buy","price":"1","transaction_time":"2026-03-02T15:00:00Z"}""", "qty is missing")]
    [TestCase("""{"id":"no-colons","type":"fill","order_id":"v-1","symbol":"AAPL","side":"buy","qty":"1","price":"1","transaction_time":"2026-03-02T15:00:00Z"}""", "names no execution")]
    [TestCase("""{"id":"20260302::x","type":"teleport","order_id":"v-1","symbol":"AAPL","side":"buy","qty":"1","price":"1","transaction_time":"2026-03-02T15:00:00Z"}""", "teleport")]
    public async Task A_fill_that_can_not_be_booked_makes_the_list_unreadable(string fill, string reason)
    {
        venue.OnRequest = asked => asked.Contains("activities") ? StubVenue.Json(Sample.List(fill)) : StubVenue.Json(Sample.List(Sample.Order()));

        var answer = (VenueAnswer<IReadOnlyList<ExecutionReport>>.Unavailable)await reports.ExecutionsAsync(Sample.Ten, CancellationToken.None);

        Assert.That((answer.Fault, answer.Reason), Is.EqualTo((VenueFault.Unreadable, answer.Reason)));
        Assert.That(answer.Reason, Does.Contain(reason));
    }

    [Test]
    public void A_short_position_is_negative()
    {
        venue.OnRequest = asked => asked == "GET /v2/account"
            ? StubVenue.Json("""{"cash":"1000.5","equity":"2000.25","account_number":"PA1"}""")
            : StubVenue.Json("""[{"symbol":"AAPL","qty":"5","side":"long"},{"symbol":"MSFT","qty":"-3","side":"short"},{"symbol":"TSLA","qty":"2","side":"short"}]""");

        var account = reports.AccountAsync(CancellationToken.None).GetAwaiter().GetResult();

        Assert.That((account.Account, account.Cash, account.Equity, account.At), Is.EqualTo(("acc", 1000.5m, 2000.25m, Sample.Ten)));
        Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { ["AAPL"] = 5, ["MSFT"] = -3, ["TSLA"] = -2 }));
    }

    [TestCase("""{"cash":"1000.5"}""")]
    [TestCase("<html/>")]
    public void An_account_that_is_not_stated_is_unavailable(string body)
    {
        venue.OnRequest = _ => StubVenue.Json(body);

        Assert.That(async () => await reports.AccountAsync(CancellationToken.None), Throws.TypeOf<VenueUnavailableException>());
    }

    [Test]
    public async Task Quotes_come_with_their_time_and_a_side_without_a_price_has_none()
    {
        venue.OnRequest = _ => StubVenue.Json(
            """{"quotes":{"AAPL":{"t":"2026-03-02T14:59:59.123456789Z","ap":180.3,"as":4,"bp":180.2,"bs":3,"c":["R"],"z":"C"},"ILL":{"t":"2026-03-02T14:00:00Z","ap":0,"as":0,"bp":5,"bs":1}}}""");

        var quotes = Stated(await reports.LatestQuotesAsync(["AAPL", "ILL", "NONE"], CancellationToken.None));

        Assert.That(quotes, Is.EqualTo(new[]
        {
            new Quote("AAPL", DateTimeOffset.Parse("2026-03-02T14:59:59.1234567Z"), 180.2m, 3, 180.3m, 4),
            new Quote("ILL", DateTimeOffset.Parse("2026-03-02T14:00:00Z"), 5, 1, null, 0),
        }));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GET /v2/stocks/quotes/latest?symbols=AAPL%2CILL%2CNONE" }));
    }

    [Test]
    public async Task Nobody_is_asked_for_the_quotes_of_no_symbol()
    {
        Assert.That(Stated(await reports.LatestQuotesAsync([], CancellationToken.None)), Is.Empty);
        Assert.That(venue.Asked, Is.Empty);
    }

    private static HttpResponseMessage Page(List<(DateTimeOffset At, string Json)> all, string asked, string limit)
    {
        var after = Parameter(asked, "after") is { } text ? DateTimeOffset.Parse(text) : DateTimeOffset.MinValue;
        return StubVenue.Json(Sample.List([.. all.Where(order => order.At > after).Take(int.Parse(Parameter(asked, limit)!)).Select(order => order.Json)]));
    }

    private static string Full => Sample.List([.. Enumerable.Range(0, 500).Select(number => Sample.Order($"v-{number}", $"O{number}"))]);

    private static HttpResponseMessage TooMany(TimeSpan pause)
    {
        var answer = StubVenue.Json("", 429);
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(pause);
        return answer;
    }

    private static string? Parameter(string asked, string name) => HttpUtility.ParseQueryString(asked[(asked.IndexOf('?') + 1)..])[name];

    private static IReadOnlyList<T> Stated<T>(VenueAnswer<IReadOnlyList<T>> answer) => ((VenueAnswer<IReadOnlyList<T>>.Stated)answer).Value;

    private Task<OrderQuery> QueryAsync(string clOrdId) => reports.QueryAsync(new OrderStatusRequest(clOrdId, "AAPL"), CancellationToken.None);

    private sealed class Stuck : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("not reached");
        }
    }
}
