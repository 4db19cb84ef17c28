using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Trading.Worklists;
using Pipeline.Workers.Tests.Store;
using static Pipeline.Workers.Tests.PipelineUnderTest;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>What limits count over many orders: days, seconds, losses, repeats, a strategy's own position.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class CountedTests(StoreKind kind)
{
    private static readonly DateTimeOffset MidnightInNewYork = new(2026, 3, 3, 5, 0, 0, TimeSpan.Zero);
    private static readonly Actor Alice = new("alice", "looked at it");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Orders_of_a_day_are_counted_until_midnight_in_New_York_and_denied_ones_are_not()
    {
        await pipeline.LimitAsync("""{"global": {"max_orders_per_day": 2, "duplicate_window_s": 0}}""");

        Assert.That(await Codes("a", "b", "c", "d"), Is.EqualTo(new[] { "", "", "MAX_ORDERS_PER_DAY", "MAX_ORDERS_PER_DAY" }));

        pipeline.Clock.Advance(MidnightInNewYork.AddTicks(-1) - pipeline.Now);
        pipeline.RefreshAccount();
        Assert.That(await Codes("e"), Is.EqualTo(new[] { "MAX_ORDERS_PER_DAY" }));

        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        pipeline.RefreshAccount();
        Assert.That(await Codes("f"), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public async Task A_limit_that_is_set_in_the_middle_of_a_day_counts_the_whole_day()
    {
        await Codes("a");
        await pipeline.LimitAsync("""{"strategies": {"default": {"max_orders_per_day": 1}}, "global": {"duplicate_window_s": 0}}""");

        Assert.That(await Codes("b"), Is.EqualTo(new[] { "MAX_ORDERS_PER_DAY" }));
    }

    [Test]
    public async Task Orders_within_a_second_are_counted_in_any_second_not_by_the_clocks()
    {
        await pipeline.LimitAsync("""{"symbols": {"AAPL": {"max_orders_per_second": 2}}, "global": {"duplicate_window_s": 0}}""");
        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.That(await Codes("a", "b"), Is.EqualTo(new[] { "", "" }));

        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(await Codes("c"), Is.EqualTo(new[] { "MAX_ORDERS_PER_SECOND" }));

        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await Codes("d"), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public async Task A_clock_that_is_set_back_does_not_keep_a_second_full()
    {
        await pipeline.LimitAsync("""{"global": {"max_orders_per_second": 1, "duplicate_window_s": 0}}""");
        await Codes("a");

        pipeline.Clock.Step(TimeSpan.FromSeconds(-30));
        Assert.That(await Codes("b", "c"), Is.EqualTo(new[] { "", "MAX_ORDERS_PER_SECOND" }), "the order of the future does not count");
        await pipeline.LimitAsync("""{"global": {"max_orders_per_second": 2, "duplicate_window_s": 0}}""");
        Assert.That(await Codes("d", "e"), Is.EqualTo(new[] { "", "MAX_ORDERS_PER_SECOND" }), "and is forgotten");
    }

    [Test]
    public async Task A_loss_since_the_first_statement_of_the_day_stops_what_opens()
    {
        await pipeline.LimitAsync("""{"global": {"max_daily_loss": 500, "duplicate_window_s": 0}}""");
        pipeline.RefreshAccount(equity: 9_500);
        Assert.That(await Codes("a"), Is.EqualTo(new[] { "" }));

        pipeline.RefreshAccount(equity: 9_499.99m);
        Assert.That(await Codes("b"), Is.EqualTo(new[] { "MAX_DAILY_LOSS" }));

        pipeline.Clock.Advance(TimeSpan.FromDays(1));
        pipeline.RefreshAccount(equity: 9_000);
        Assert.That(await Codes("c"), Is.EqualTo(new[] { "" }), "another day begins where it begins");
    }

    [Test]
    public async Task Until_the_venue_has_said_what_the_account_is_worth_on_a_new_day_orders_wait_and_are_not_denied()
    {
        await pipeline.LimitAsync("""{"global": {"max_daily_loss": 500, "duplicate_window_s": 0}}""");
        pipeline.Clock.Advance(MidnightInNewYork.AddSeconds(-2) - pipeline.Now);
        pipeline.RefreshAccount(equity: 9_800);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.That(async () => await Codes("a"), Throws.TypeOf<FactsUnavailableException>().With.Message.Contains("said_today=no"));
        pipeline.RefreshAccount(equity: 9_800);
        Assert.That(await Codes("b"), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public async Task The_day_of_a_loss_is_the_one_that_trips_a_halt()
    {
        pipeline.Halting.MaxDailyLoss = 500;
        await pipeline.LimitAsync("""{"global": {"max_daily_loss": 500, "duplicate_window_s": 0}}""");
        await pipeline.Halts.LookAsync(CancellationToken.None);

        // After midnight UTC it is still the same day, and what was lost before it counts.
        pipeline.Clock.Advance(MidnightInNewYork.AddMinutes(-1) - pipeline.Now);
        pipeline.RefreshAccount(equity: 9_499);
        await pipeline.Halts.LookAsync(CancellationToken.None);

        Assert.That(await Codes("a"), Is.EqualTo(new[] { "MAX_DAILY_LOSS" }));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "HALT_TRIPPED" }));
    }

    [Test]
    public async Task A_strategy_that_has_lost_on_the_day_opens_nothing_while_others_go_on()
    {
        await pipeline.LimitAsync("""{"global": {"duplicate_window_s": 0}, "strategies": {"one": {"max_daily_loss": 100}, "two": {"max_daily_loss": 100}}}""");
        var filled = await TakeAsync("a", 10, strategy: "one");

        // The quotes are 99 to 100, so that it is worth 99.5 now: with a price of 109.5 a hundred is lost.
        await pipeline.BookAsync(pipeline.Report(filled, ExecType.Trade, "e1", 10, 109.5m));
        Assert.That(CodeOf(await TakeAsync("b", 1, strategy: "one")), Is.Empty, "at the limit");

        var more = await TakeAsync("c", 10, strategy: "one");
        await pipeline.BookAsync(pipeline.Report(more, ExecType.Trade, "e2", 1, 100));
        Assert.That(CodeOf(await TakeAsync("d", 2, strategy: "one")), Is.EqualTo("MAX_DAILY_LOSS"));
        Assert.That(CodeOf(await TakeAsync("e", 3, strategy: "one", side: "sell")), Is.Empty, "what closes goes on");
        Assert.That(CodeOf(await TakeAsync("f", 4, strategy: "two")), Is.Empty);

        pipeline.Clock.Advance(MidnightInNewYork - pipeline.Now);
        pipeline.RefreshAccount();
        Assert.That(CodeOf(await TakeAsync("g", 5, strategy: "one")), Is.Empty, "the trades of another day");
    }

    [Test]
    public async Task A_symbol_that_has_lost_on_the_day_is_not_opened_by_anybody()
    {
        await pipeline.LimitAsync("""{"global": {"duplicate_window_s": 0}, "symbols": {"AAPL": {"max_daily_loss": 100}}}""");
        var filled = await TakeAsync("a", 10, strategy: "one");
        await pipeline.BookAsync(pipeline.Report(filled, ExecType.Trade, "e1", 10, 120));

        Assert.That(CodeOf(await TakeAsync("b", 1, strategy: "two")), Is.EqualTo("MAX_DAILY_LOSS"));
        Assert.That(CodeOf(await TakeAsync("c", 1, strategy: "two", symbol: "MSFT")), Is.Empty);

        await pipeline.BookAsync(pipeline.Report(filled, ExecType.TradeCancel, "e2", 10, 120) with { ExecRefId = "e1" });
        Assert.That(CodeOf(await TakeAsync("d", 2, strategy: "two")), Is.Empty, "a bust takes the loss back");
    }

    [TestCase("strategies", "one", "max_gross", "MAX_GROSS")]
    [TestCase("strategies", "one", "max_net", "MAX_NET")]
    [TestCase("symbols", "AAPL", "max_gross", "MAX_GROSS")]
    [TestCase("symbols", "AAPL", "max_net", "MAX_NET")]
    public async Task What_all_symbols_may_come_to_is_limited_of_a_strategy_and_of_a_symbol_too(string kind, string name, string limit, string code)
    {
        await pipeline.LimitAsync($$$"""{"global": {"duplicate_window_s": 0}, "{{{kind}}}": {"{{{name}}}": {"{{{limit}}}": 1000} } }""");

        Assert.That(CodeOf(await TakeAsync("a", 10, strategy: "one")), Is.Empty);
        Assert.That(CodeOf(await TakeAsync("b", 0.01m, strategy: "one")), Is.EqualTo(code));
        Assert.That(CodeOf(await TakeAsync("c", 10, strategy: "two", symbol: "MSFT")), Is.Empty);
    }

    [TestCase("strategies", "one")]
    [TestCase("symbols", "AAPL")]
    public async Task A_part_of_the_buying_power_is_given_to_a_strategy_or_a_symbol(string kind, string name)
    {
        await pipeline.LimitAsync($$$"""{"global": {"duplicate_window_s": 0}, "{{{kind}}}": {"{{{name}}}": {"buying_power_pct": 10} } }""");

        Assert.That(CodeOf(await TakeAsync("a", 10.01m, strategy: "one")), Is.EqualTo("BUYING_POWER"), "ten per cent of an equity of 10,000");
        Assert.That(CodeOf(await TakeAsync("b", 10, strategy: "one")), Is.Empty);
        Assert.That(CodeOf(await TakeAsync("c", 20, strategy: "two", symbol: "MSFT")), Is.Empty);
    }

    [Test]
    public async Task An_order_that_a_halt_holds_minute_after_minute_is_one_order_of_the_day_and_no_repeat()
    {
        await pipeline.LimitAsync("""{"global": {"max_orders_per_day": 1, "max_repeats_per_minute": 1, "duplicate_window_s": 0}}""");
        await SayAsync(SecurityTradingStatus.TradingHalt);
        var validated = await HeldUntilTuesdayAsync();
        for (var minute = 0; minute < 5; minute++)
        {
            validated = await AfterAMinuteAsync(validated);
        }

        Assert.That((validated.Pass, OrdersToday()), Is.EqualTo((6, 1)));
        await SayAsync(SecurityTradingStatus.Resume);
        Assert.That(await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated), Has.Property("Pass").EqualTo(6));
        Assert.That(await Codes("b"), Is.EqualTo(new[] { "MAX_ORDERS_PER_DAY" }), "it counts as one");
    }

    [Test]
    public async Task Orders_that_a_halt_lets_go_together_do_not_shut_their_throttle()
    {
        await pipeline.LimitAsync("""{"global": {"max_repeats_per_minute": 1, "duplicate_window_s": 0}}""");
        await SayAsync(SecurityTradingStatus.TradingHalt);
        var first = await HeldUntilTuesdayAsync();
        await OneAsync<OrderValidated, OrderHeld>(pipeline.Session, first);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        pipeline.RefreshAccount();
        var second = await HeldUntilTuesdayAsync("r2");

        var again = await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await DueAsync());

        Assert.That((again.ClOrdId, again.Pass), Is.EqualTo((first.ClOrdId, 2)), "the minute is full with the second, and it is no further one");
        Assert.That((second.Pass, OrdersToday()), Is.EqualTo((1, 2)));
        Assert.That(pipeline.Store.Read(ThrottleTable.AllShut), Is.Empty);
    }

    [Test]
    public async Task An_order_that_the_night_held_counts_on_the_day_on_which_it_goes_out()
    {
        await pipeline.LimitAsync("""{"global": {"max_orders_per_day": 1, "duplicate_window_s": 0}}""");
        var validated = await HeldUntilTuesdayAsync();
        pipeline.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero));
        await OneAsync<OrderValidated, OrderHeld>(pipeline.Session, validated);
        pipeline.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero));
        pipeline.RefreshAccount();

        Assert.That(await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await DueAsync()), Has.Property("Pass").EqualTo(2));
        Assert.That(OrdersToday(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_a_person_releases_counts_again()
    {
        await SayAsync(SecurityTradingStatus.TradingHalt);
        var validated = await HeldUntilTuesdayAsync();
        await OneAsync<OrderValidated, OrderHeld>(pipeline.Session, validated);

        var released = (ActResult.Done)await pipeline.Orders.ReleaseAsync(validated.ClOrdId, Alice);
        await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, (OrderProposed)released.FollowUps.Single().Message);

        Assert.That(OrdersToday(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_throttle_that_is_shut_stays_so_though_its_limit_is_taken_away()
    {
        await pipeline.LimitAsync("""{"global": {"max_repeats_per_minute": 1, "duplicate_window_s": 0}}""");
        Assert.That(await Codes("a", "b"), Is.EqualTo(new[] { "", "REPEATED_EXECUTION" }));

        await pipeline.LimitAsync("""{"global": {"duplicate_window_s": 0}}""");

        Assert.That(await Codes("c"), Is.EqualTo(new[] { "REPEATED_EXECUTION" }));
        await pipeline.Throttles.OpenAsync(pipeline.Store.Read(ThrottleTable.AllShut).Single().Id, Alice);
        Assert.That(await Codes("d", "e"), Is.EqualTo(new[] { "", "" }));
    }

    [Test]
    public async Task A_strategy_that_repeats_itself_is_shut_out_until_a_person_opens_its_throttle()
    {
        await pipeline.LimitAsync("""{"global": {"max_repeats_per_minute": 2, "duplicate_window_s": 0}}""");
        Assert.That(await Codes("a", "b", "c"), Is.EqualTo(new[] { "", "", "REPEATED_EXECUTION" }));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "THROTTLE_SHUT" }));

        pipeline.Clock.Advance(TimeSpan.FromHours(5));
        pipeline.RefreshAccount();
        Assert.That(await Codes("d"), Is.EqualTo(new[] { "REPEATED_EXECUTION" }), "time does not open it");
        Assert.That(await CodesOf(["e"], "MSFT"), Is.EqualTo(new[] { "" }), "another symbol has its own");
        Assert.That(pipeline.Alerts(), Has.Exactly(1).Items, "one page for one throttle");

        var shut = pipeline.Store.Read(ThrottleTable.AllShut).Single();
        var work = pipeline.Store.Read(session => WorklistQuery.All(session, pipeline.Clock.GetUtcNow())).Single(item => item.Kind == WorkKind.Throttle);
        Assert.That((work.Subject, work.NextActs[^1].Command), Is.EqualTo(($"{shut.Id}", $"pipelinectl throttles open {shut.Id} --why ...")), "whoever is paged finds it in the worklist");
        Assert.That((shut.StrategyId, shut.Symbol, shut.Side), Is.EqualTo(("default", "AAPL", Side.Buy)));
        Assert.That(await pipeline.Throttles.OpenAsync(shut.Id, Alice), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Throttles.OpenAsync(shut.Id, Alice), Is.TypeOf<ActResult.Refused>());
        Assert.That(await pipeline.Throttles.OpenAsync(999, Alice), Is.TypeOf<ActResult.NotFound>());
        Assert.That(await Codes("f"), Is.EqualTo(new[] { "" }));
        Assert.That(pipeline.Kinds(), Does.Contain(JournalKinds.ThrottleShut).And.Contain(JournalKinds.ThrottleOpened));
    }

    [Test]
    public async Task A_minute_that_is_over_counts_from_nothing()
    {
        await pipeline.LimitAsync("""{"global": {"max_repeats_per_minute": 1, "duplicate_window_s": 0}}""");
        await Codes("a");

        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Codes("b"), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public async Task A_strategys_position_is_what_its_own_orders_have_traded_and_the_accounts_is_everybodys()
    {
        await pipeline.LimitAsync("""{"global": {"duplicate_window_s": 0, "max_symbol_net": 2500}, "strategies": {"one": {"max_symbol_net": 1500}}}""");
        var filled = await TakeAsync("a", 10, strategy: "one");
        await pipeline.BookAsync(pipeline.Report(filled, ExecType.Trade, "e1", 10, 100));
        Assert.That(pipeline.Exposure(), Is.EqualTo(new Exposure { TradedQty = 10 }));

        Assert.That(CodeOf(await TakeAsync("b", 6, strategy: "one")), Is.EqualTo("MAX_SYMBOL_NET"), "16 at 100");
        Assert.That(CodeOf(await TakeAsync("c", 5, strategy: "one")), Is.Empty);
        Assert.That(CodeOf(await TakeAsync("d", 11, strategy: "two")), Is.EqualTo("MAX_SYMBOL_NET"), "26 of the account");
        Assert.That(CodeOf(await TakeAsync("e", 10, strategy: "two")), Is.Empty);
    }

    [Test]
    public async Task A_bust_gives_back_what_a_strategy_has_traded()
    {
        var filled = await TakeAsync("a", 10);
        await pipeline.BookAsync(pipeline.Report(filled, ExecType.Trade, "e1", 4, 100));
        await pipeline.BookAsync(pipeline.Report(filled, ExecType.TradeCancel, "e2", 4, 100) with { ExecRefId = "e1" });

        Assert.That(pipeline.Exposure(), Is.EqualTo(new Exposure { BuyQty = 10 }));
    }

    [Test]
    public async Task An_order_that_meets_an_own_one_is_denied_where_that_is_forbidden()
    {
        await pipeline.LimitAsync("""{"global": {"self_cross": false}}""");
        var resting = await TakeAsync("a", 10, terms: "\"order_type\":\"limit\",\"limit_price\":101", side: "sell");
        Assert.That(CodeOf(resting), Is.Empty);

        Assert.That(CodeOf(await TakeAsync("b", 1)), Is.EqualTo("SELF_CROSS"), "a market order takes any price");
        Assert.That(CodeOf(await TakeAsync("c", 1, terms: "\"order_type\":\"limit\",\"limit_price\":101")), Is.EqualTo("SELF_CROSS"));
        Assert.That(CodeOf(await TakeAsync("d", 1, terms: "\"order_type\":\"limit\",\"limit_price\":100.99")), Is.Empty);
    }

    [TestCase("sell", "105 104 103 102 101", "buy", 101)]
    [TestCase("buy", "95 96 97 98 99", "sell", 99)]
    public async Task Of_many_own_orders_the_best_priced_one_is_the_one_that_is_met(string side, string prices, string other, decimal price)
    {
        await pipeline.LimitAsync("""{"global": {"self_cross": false}}""");
        foreach (var own in prices.Split(' '))
        {
            var resting = await TakeAsync($"at {own}", 1, terms: $"\"order_type\":\"limit\",\"limit_price\":{own}", side: side);
            Assert.That(CodeOf(resting), Is.Empty);
        }

        var crossing = await TakeAsync("x", 1, terms: $"\"order_type\":\"limit\",\"limit_price\":{price}", side: other);

        Assert.That(CodeOf(crossing), Is.EqualTo("SELF_CROSS"), "all others are out of its reach, and only some are looked at");
    }

    [Test]
    public async Task All_symbols_count_at_their_quotes()
    {
        await pipeline.LimitAsync("""{"global": {"max_gross": 2000, "duplicate_window_s": 0}}""");
        Assert.That(CodeOf(await TakeAsync("a", 10, symbol: "MSFT")), Is.Empty);

        // The offer is 100 and the middle 99.5: MSFT counts 995.
        Assert.That(CodeOf(await TakeAsync("b", 10.06m)), Is.EqualTo("MAX_GROSS"));
        Assert.That(CodeOf(await TakeAsync("c", 10.05m)), Is.Empty);
    }

    [Test]
    public async Task The_operators_slippage_bounds_an_order_that_names_none()
    {
        await pipeline.LimitAsync("""{"global": {"max_slippage_bps": 15}}""");

        Assert.That(pipeline.Order((await pipeline.ValidatedAsync()).ClOrdId).PriceBound, Is.EqualTo(100.15m));
    }

    private async Task<OrderValidated> HeldUntilTuesdayAsync(string rebalance = "r1")
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        return await pipeline.ValidatedAsync(""","valid_until":"2026-03-03T20:00:00Z" """, rebalance: rebalance);
    }

    private async Task<OrderValidated> AfterAMinuteAsync(OrderValidated validated)
    {
        await OneAsync<OrderValidated, OrderHeld>(pipeline.Session, validated);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        pipeline.RefreshAccount();
        return await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await DueAsync());
    }

    private async Task<OrderProposed> DueAsync() => (OrderProposed)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message;

    private Task SayAsync(SecurityTradingStatus status) => pipeline.Store.WriteAsync(session => SecurityStatusTable.Save(
        session, "paper", StatusSource.Operator, new SecurityStatus("AAPL", status, pipeline.Now, "news pending")));

    private int OrdersToday() => pipeline.Store.Read(session => OrderCountTable.OnDay(session, LimitScope.Global, pipeline.Now));

    private Task<IReadOnlyList<string>> Codes(params string[] rebalances) => CodesOf(rebalances, "AAPL");

    private async Task<IReadOnlyList<string>> CodesOf(string[] rebalances, string symbol)
    {
        var codes = new List<string>();
        foreach (var rebalance in rebalances)
        {
            codes.Add(CodeOf(await TakeAsync(rebalance, 1, symbol: symbol)));
        }

        return codes;
    }

    private string CodeOf(string clOrdId) => pipeline.Store.Read(session => OrderTable.CodeOf(session, clOrdId)) ?? "";

    private async Task<string> TakeAsync(
        string rebalance, decimal qty, string strategy = "default", string symbol = "AAPL", string side = "buy", string terms = "\"order_type\":\"market\"")
    {
        var taken = (Pipeline.Intake.IntakeResult.Taken)await pipeline.TakeAsync(
            $$"""{"strategy_id":"{{strategy}}","rebalance_id":"{{rebalance}}","portfolio":"core","orders":[{"symbol":"{{symbol}}","side":"{{side}}","qty":{{qty}},{{terms}}}]}""");
        var proposed = (OrderProposed)taken.FollowUps.Single().Message;
        await pipeline.Validation.HandleAsync(proposed, CancellationToken.None);
        return proposed.ClOrdId;
    }
}
