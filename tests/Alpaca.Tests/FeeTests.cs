using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

public sealed class FeeTests
{
    private const string Regulatory =
        """{"id":"20260302000000000::f-1","activity_type":"FEE","activity_sub_type":"REG","date":"2026-03-02","created_at":"2026-03-02T15:00:10.5Z","net_amount":"-3.82","description":"REG fee for proceed of $185271.37 on 2026-03-02","status":"executed","symbol":"","qty":0,"price":null}""";

    private const string Coins =
        """{"id":"20260302000000000::f-2","activity_type":"CFEE","date":"2026-03-02","created_at":"2026-03-02T15:00:11Z","net_amount":"0","description":"Coin Pair Transaction Fee (Non USD)","symbol":"ETHUSD","cusip":"ETH12345","qty":"-0.000195","price":"1884.5","status":"executed","currency":"USD"}""";

    private const string Money =
        """{"id":"20260302000000000::f-3","activity_type":"CFEE","date":"2026-03-02","created_at":"2026-03-02T15:00:12Z","net_amount":"-2.21","description":"Coin Pair Transaction Fee (USD)","status":"executed","currency":"USD"}""";

    private VenueUnderTest venue = null!;

    [SetUp]
    public void Start() => venue = new VenueUnderTest();

    [TearDown]
    public void Stop() => venue.Dispose();

    [Test]
    public void A_regulatory_fee_is_money_and_names_nothing() => Assert.That(Read(Regulatory), Is.EqualTo(new FeeReport
    {
        Venue = "alpaca", Account = "acc", FeeId = "f-1", FeeType = "FEE/REG", Amount = 3.82m, Currency = "USD",
        Text = "REG fee for proceed of $185271.37 on 2026-03-02", TransactTime = Sample.Ten.AddSeconds(10.5),
    }));

    [Test]
    public void The_fee_of_a_buy_of_coins_is_taken_in_the_coins_of_its_pair() => Assert.That(Read(Coins), Is.EqualTo(new FeeReport
    {
        Venue = "alpaca", Account = "acc", FeeId = "f-2", FeeType = "CFEE", Amount = 0.000195m, Currency = "ETH", Symbol = "ETH/USD",
        Text = "Coin Pair Transaction Fee (Non USD)", TransactTime = Sample.Ten.AddSeconds(11),
    }));

    [Test]
    public void The_fee_of_a_sale_of_coins_is_money() => Assert.That(
        (Read(Money).Amount, Read(Money).Currency, Read(Money).Symbol), Is.EqualTo((2.21m, "USD", (string?)null)));

    [Test]
    public void A_fee_of_coins_that_are_too_cheap_for_the_field_of_their_price_is_read_all_the_same() => Assert.That(
        Read(Coins.Replace("ETHUSD", "PEPEUSD").Replace("\"-0.000195\"", "\"-87139.031206335\"").Replace("1884.5", "0")),
        Has.Property("Amount").EqualTo(87139.031206335m).And.Property("Symbol").EqualTo("PEPE/USD"));

    [TestCase("BTCUSD", "BTC/USD")]
    [TestCase("BTC/USD", "BTC/USD")]
    [TestCase("BTCUSDT", "BTC/USDT")]
    [TestCase("USDTUSD", "USDT/USD")]
    [TestCase("USDCUSD", "USDC/USD")]
    [TestCase("ETHBTC", "ETH/BTC")]
    public void A_pair_without_its_slash_is_known_by_what_it_is_priced_in(string symbol, string pair) =>
        Assert.That(Read(Coins.Replace("ETHUSD", symbol)).Symbol, Is.EqualTo(pair));

    [Test]
    public void A_positive_amount_is_given_back()
    {
        Assert.That(Read(Regulatory.Replace("-3.82", "3.82")).Amount, Is.EqualTo(-3.82m));
        Assert.That(Read(Coins.Replace("-0.000195", "0.000195")).Amount, Is.EqualTo(-0.000195m));
    }

    [Test]
    public void A_fee_that_names_an_order_or_an_execution_bears_their_ids() => Assert.That(
        Read(Money.Replace("\"status\"", "\"order_id\":\"v-1\",\"execution_id\":\"x-1\",\"status\"")),
        Has.Property("OrderId").EqualTo("v-1").And.Property("ExecId").EqualTo("x-1"));

    [Test]
    public void Unknown_fields_are_passed_over() =>
        Assert.That(Read(Money.Replace("\"status\"", "\"mood\":{\"good\":[1]},\"status\"")), Is.EqualTo(Read(Money)));

    [Test]
    public void A_fee_of_which_only_the_day_is_known_was_taken_by_its_end() => Assert.That(
        Read(Regulatory.Replace("\"created_at\":\"2026-03-02T15:00:10.5Z\",", "")).TransactTime,
        Is.GreaterThan(DateTimeOffset.Parse("2026-03-02T23:59:59Z")).And.LessThan(DateTimeOffset.Parse("2026-03-03T00:00:00Z")));

    [Test]
    public void A_canceled_fee_was_taken_and_given_back()
    {
        venue.Fees.Add(Regulatory.Replace("executed", "canceled"));

        Assert.That(Listed().Select(fee => (fee.FeeId, fee.Amount)), Is.EqualTo(new[] { ("f-1", 3.82m), ("f-1/canceled", -3.82m) }));
    }

    [TestCase("\"id\":\"20260302000000000::f-1\",", "", "id of a fee is missing")]
    [TestCase("\"net_amount\":\"-3.82\",", "", "fee 20260302000000000::f-1: net_amount is missing")]
    [TestCase("\"activity_type\":\"FEE\"", "\"activity_type\":\"DIV\"", "activity_type 'DIV' is not known")]
    [TestCase("executed", "pending", "status 'pending' is not known")]
    [TestCase("\"date\":\"2026-03-02\",\"created_at\":\"2026-03-02T15:00:10.5Z\",", "", "created_at and date is missing")]
    public void A_fee_that_can_not_be_booked_is_named_in_the_log_and_the_others_are_told(string said, string instead, string reason)
    {
        venue.Fees.AddRange([Regulatory.Replace(said, instead), Money]);

        Assert.That(Listed().Select(fee => fee.FeeId), Is.EqualTo(new[] { "f-3" }));
        Assert.That(venue.Log.Lines.Single(), Does.Contain(reason));
    }

    [TestCase("\"net_amount\":\"0\"", "\"net_amount\":\"-1\"", "states both a qty of -0.000195 and a net_amount of -1")]
    [TestCase("ETHUSD", "ETHEUR", "symbol 'ETHEUR' is of no known pair: it ends in none of USDT, USDC, USD, BTC")]
    [TestCase("\"symbol\":\"ETHUSD\",", "", "symbol is missing")]
    public void Coins_of_nobody_knows_what_are_not_booked(string said, string instead, string reason)
    {
        venue.Fees.Add(Coins.Replace(said, instead));

        Assert.That(Listed(), Is.Empty);
        Assert.That(venue.Log.Lines.Single(), Does.Contain(reason));
    }

    [Test]
    public void A_look_tells_each_fee_once_and_a_new_process_those_that_were_not_booked()
    {
        venue.Orders.Add(Sample.Order("v-1", "A"));
        venue.Fees.AddRange([Coins, Regulatory, Coins]);
        venue.Follow(TimeSpan.FromMinutes(3));
        Assert.That(venue.Taken.Select(fee => fee.FeeId), Is.EqualTo(new[] { "f-1", "f-2" }), "oldest first");

        venue.Taken.Clear();
        venue.Fees.Add(Money);
        venue.Restart();
        venue.Follow(TimeSpan.FromMinutes(1));
        Assert.That(venue.Taken.Select(fee => fee.FeeId), Does.Contain("f-3").And.Contains("f-2"), "what is listed again, the ledger knows by its id");
    }

    [Test]
    public void After_a_fee_that_can_not_be_read_the_next_look_begins_where_this_one_did()
    {
        venue.Fees.AddRange([Regulatory.Replace("::f-1", "::f-1\",\"status\":\"odd").Replace(",\"status\":\"executed\"", ""), Money]);
        venue.Follow(TimeSpan.FromMinutes(2));
        Assert.That(venue.Taken.Select(fee => fee.FeeId), Is.EqualTo(new[] { "f-3" }));

        venue.Fees[0] = Regulatory;
        venue.Follow(TimeSpan.FromMinutes(2));
        Assert.That(venue.Taken.Select(fee => fee.FeeId), Is.EqualTo(new[] { "f-3", "f-1" }), "nothing is lost");
    }

    [Test]
    public void Fees_are_read_to_their_end()
    {
        var all = Enumerable.Range(0, 250).Select(number => Money.Replace("f-3", $"f-{number}").Replace("15:00:12Z", $"15:{number / 60:00}:{number % 60:00}Z")).ToList();
        venue.Http.OnRequest = asked => StubVenue.Json(Sample.List([.. all.Skip(Start(asked)).Take(100)]));

        Assert.That(Listed().Select(fee => fee.FeeId), Is.EqualTo(Enumerable.Range(0, 250).Select(number => $"f-{number}")));

        int Start(string asked) => asked.Split("page_token=") is [_, var token] ? all.FindIndex(fee => fee.Contains(Uri.UnescapeDataString(token))) + 1 : 0;
    }

    [Test]
    public void A_position_in_a_pair_bears_the_symbol_of_its_orders()
    {
        venue.Http.OnRequest = asked => StubVenue.Json(asked == "GET /v2/account"
            ? """{"cash":"1","equity":"1"}"""
            : """[{"symbol":"BTCUSD","asset_class":"crypto","qty":"0.5","side":"long"},{"symbol":"AAPL","asset_class":"us_equity","qty":"1","side":"long"}]""");

        Assert.That(
            venue.Reports.AccountAsync(CancellationToken.None).GetAwaiter().GetResult().Positions,
            Is.EqualTo(new Dictionary<string, decimal> { ["BTC/USD"] = 0.5m, ["AAPL"] = 1 }));
    }

    private FeeReport Read(string activity)
    {
        venue.Fees.Clear();
        venue.Fees.Add(activity);
        return Listed().Single();
    }

    private IReadOnlyList<FeeReport> Listed() =>
        ((VenueAnswer<IReadOnlyList<FeeReport>>.Stated)venue.Reports.FeesAsync(Sample.Ten, CancellationToken.None).GetAwaiter().GetResult()).Value;
}
