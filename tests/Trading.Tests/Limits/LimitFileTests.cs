using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Limits;

public sealed class LimitFileTests
{
    [Test]
    public void A_file_that_says_nothing_leaves_the_defaults()
    {
        var book = Read("{}");

        Assert.That(book.Scopes.Single().Scope, Is.EqualTo(LimitScope.Global));
        Assert.That(book.Tightest(SomeOrder.Buy(), AllLimits.MaxOrderQty), Is.EqualTo(100_000));
        Assert.That(book.Hash, Has.Length.EqualTo(64));
    }

    [Test]
    public void A_byte_order_mark_as_some_editors_write_it_is_passed_over()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. """{"global": {"max_order_qty": 7}}"""u8];

        Assert.That(LimitFile.Read(bytes, LimitSet.Defaults).Book?.Tightest(SomeOrder.Buy(), AllLimits.MaxOrderQty), Is.EqualTo(7));
    }

    [Test]
    public void The_tightest_of_all_scopes_that_an_order_is_in_wins()
    {
        var order = SomeOrder.Buy();
        var book = Read(
            $$"""
            {
              "global": {"max_order_qty": 50}, "accounts": {"paper": {"max_order_qty": 40}, "other": {"max_order_qty": 1} },
              "strategies": {"{{order.Slot.StrategyId}}": {"max_order_qty": 30} }, "symbols": {"AAPL": {"max_order_qty": 35}, "MSFT": {"max_order_qty": 2} }
            }
            """);

        Assert.That(book.For(order).Select(scope => scope.Scope.Text), Is.EqualTo(new[] { "global", "account:paper", $"strategy:{order.Slot.StrategyId}", "symbol:AAPL" }));
        Assert.That(book.Tightest(order, AllLimits.MaxOrderQty), Is.EqualTo(30));
    }

    [Test]
    public void A_waived_limit_is_none_and_keeps_its_reason()
    {
        var limits = Read("""{"global": {"collar_pct": {"waived": "resting orders far away are meant"}}}""").Scopes.Single().Limits;

        Assert.That(limits.Number(AllLimits.CollarPct), Is.Null);
        Assert.That(limits.WaivedBecause(AllLimits.CollarPct), Is.EqualTo("resting orders far away are meant"));
    }

    [Test]
    public void An_allotment_multiplies_the_global_limits_that_stores_share_and_no_other()
    {
        var book = Read("""{"allotment": 0.25, "global": {"max_gross": 1000, "max_order_qty": 100}, "strategies": {"s": {"max_gross": 1000}}}""");

        var (global, strategy) = (book.Scopes.First().Limits, book.Scopes.Last().Limits);
        Assert.That((global.Number(AllLimits.MaxGross), global.Number(AllLimits.MaxOrderQty), strategy.Number(AllLimits.MaxGross)), Is.EqualTo((250m, 100m, 1_000m)));
    }

    [TestCase("[]", "$", "an object is wanted")]
    [TestCase("{", "$", "this is not JSON")]
    [TestCase("""{"globe": {}}""", "$.globe", "there is no such field")]
    [TestCase("""{"global": {"max_qty": 1}}""", "$.global.max_qty", "there is no such limit")]
    [TestCase("""{"global": {"max_order_qty": 1, "max_order_qty": 2}}""", "$", "this is not JSON")]
    [TestCase("""{"global": {"max_order_qty": 0}}""", "$.global.max_order_qty", "a number from 0.00000001 to")]
    [TestCase("""{"global": {"max_order_qty": "5"}}""", "$.global.max_order_qty", "a number from")]
    [TestCase("""{"global": {"max_order_qty": null}}""", "$.global.max_order_qty", "a number from")]
    [TestCase("""{"global": {"max_orders_per_day": 1.5}}""", "$.global.max_orders_per_day", "a whole number")]
    [TestCase("""{"global": {"self_cross": 0}}""", "$.global.self_cross", "true or false is wanted")]
    [TestCase("""{"global": {"allowed_symbols": ["aapl"]}}""", "$.global.allowed_symbols", "in upper case")]
    [TestCase("""{"global": {"allowed_symbols": []}}""", "$.global.allowed_symbols", "at least one")]
    [TestCase("""{"global": {"allowed_sides": ["buy", "buy"]}}""", "$.global.allowed_sides", "twice")]
    [TestCase("""{"global": {"allowed_order_types": ["peg"]}}""", "$.global.allowed_order_types", "peg is none of")]
    [TestCase("""{"global": {"tick_sizes": [{"from": 1, "tick": 0.01}]}}""", "$.global.tick_sizes", "the first from 0")]
    [TestCase("""{"global": {"tick_sizes": [{"from": 0, "tick": 0}]}}""", "$.global.tick_sizes", "more than 0")]
    [TestCase("""{"global": {"collar_pct": {"waived": " "}}}""", "$.global.collar_pct", "with a reason")]
    [TestCase("""{"global": {"collar_pct": {"waived": "x", "by": "y"}}}""", "$.global.collar_pct", "with a reason")]
    [TestCase("""{"strategies": {"one": {"lot_size": 1}}}""", "$.strategies.one.lot_size", "can be set in global and symbols only")]
    [TestCase("""{"symbols": {"aapl": {}}}""", "$.symbols.aapl", "in upper case")]
    [TestCase("""{"strategies": {"a b": {}}}""", "$.strategies.a b", "the name must be")]
    [TestCase("""{"accounts": {"main\n": {}}}""", "$.accounts.main\n", "the name must be")]
    [TestCase("""{"symbols": {"AAPL\n": {}}}""", "$.symbols.AAPL\n", "in upper case")]
    [TestCase("""{"global": {"allowed_strategies": ["one\n"]}}""", "$.global.allowed_strategies", "ASCII letters")]
    [TestCase("""{"global": {"allowed_symbols": ["AAPL\n"]}}""", "$.global.allowed_symbols", "in upper case")]
    [TestCase("""{"changed_by": "alice\n"}""", "$.changed_by", "ASCII letters")]
    [TestCase("""{"allotment": 0}""", "$.allotment", "more than 0 and at most 1")]
    public void A_file_that_is_wrong_is_told_where(string json, string path, string said)
    {
        var (book, faults) = LimitFile.Read(Encoding.UTF8.GetBytes(json), LimitSet.Defaults);

        Assert.That(book, Is.Null);
        Assert.That(faults.Single().Path, Is.EqualTo(path));
        Assert.That(faults.Single().Message, Does.Contain(said));
    }

    [Test]
    public void Every_fault_is_told_not_the_first_alone() => Assert.That(
        LimitFile.Read("""{"globe": {}, "global": {"max_qty": 1, "collar_pct": 0}, "symbols": 3}"""u8, LimitSet.Defaults).Faults.Select(fault => fault.Path),
        Is.EqualTo(new[] { "$.globe", "$.global.max_qty", "$.global.collar_pct", "$.symbols" }));

    [Test]
    public void Limits_of_accounts_that_are_not_served_are_named() => Assert.That(
        Read("""{"accounts": {"main": {}, "mian": {}}, "strategies": {"one": {}}}""", LimitSet.Empty).AccountsBeside("main"), Is.EqualTo(new[] { "mian" }));

    [Test]
    public void What_is_neither_set_nor_waived_is_named()
    {
        Assert.That(Read("{}", LimitSet.Empty).Unsaid("main"), Is.EqualTo(AllLimits.All.Select(limit => limit.Name)));
        Assert.That(Read(JsonSerializer.Serialize(new { global = Waived(AllLimits.All) }), LimitSet.Empty).Unsaid("main"), Is.Empty);

        var account = new { accounts = new { main = Waived(AllLimits.All.Where(limit => limit.Scopes.Contains(ScopeKind.Accounts))) } };
        Assert.That(Read(JsonSerializer.Serialize(account), LimitSet.Empty).Unsaid("main"), Is.EqualTo(new[] { "tick_sizes", "lot_size" }));
        Assert.That(Read(JsonSerializer.Serialize(account), LimitSet.Empty).Unsaid("other"), Has.Count.EqualTo(AllLimits.All.Count), "another account's say nothing");
    }

    [Test]
    public void A_change_is_told_limit_by_limit()
    {
        var was = Read("""{"global": {"max_order_qty": 5, "collar_pct": 10}}""");
        var now = Read("""{"allotment": 0.5, "global": {"max_order_qty": 7, "collar_pct": 10}, "symbols": {"AAPL": {"lot_size": {"waived": "any"}}}}""");

        Assert.That(
            LimitChange.Between(was, now).Select(change => $"{change.Scope} {change.Limit} {change.Was?.ToJsonString() ?? "none"} {change.Is?.ToJsonString() ?? "none"}"),
            Is.EquivalentTo(new[] { "global allotment 1 0.5", "global max_order_qty 5 7", """symbol:AAPL lot_size none {"waived":"any"}""" }));
    }

    [Test]
    public void Every_default_is_a_value_that_a_file_could_have()
    {
        var file = new { global = AllLimits.All.Where(limit => limit.Default is not null).ToDictionary(limit => limit.Name, limit => limit.ToJson(limit.Default!)) };

        Assert.That(LimitChange.Between(Read("{}"), Read(JsonSerializer.Serialize(file))), Is.Empty);
    }

    [Test]
    public void An_order_outside_every_scope_but_the_global_one_has_that_alone() => Assert.That(
        Read("""{"symbols": {"MSFT": {"max_order_qty": 1}}}""").For(SomeOrder.Buy()).Single().Scope.Kind, Is.EqualTo(ScopeKind.Global));

    private static Dictionary<string, object> Waived(IEnumerable<Limit> limits) => limits.ToDictionary(limit => limit.Name, object (_) => new { waived = "test" });

    private static LimitBook Read(string json, LimitSet? defaults = null)
    {
        var (book, faults) = LimitFile.Read(Encoding.UTF8.GetBytes(json), defaults ?? LimitSet.Defaults);
        Assert.That(faults, Is.Empty);
        return book!;
    }
}
