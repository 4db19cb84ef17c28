using System.Text.Json;
using NUnit.Framework;
using Pipeline.Host.Demo;

namespace Pipeline.Workers.Tests.Demo;

/// <summary>The demo as a user runs it: every worker, real HTTP, and what it says in the end.</summary>
[TestFixture]
public sealed class DemoTests
{
    private BuiltProgram program = null!;
    private List<JsonElement> orders = [];

    [OneTimeSetUp]
    public async Task RunTheDemo()
    {
        program = await BuiltProgram.RunAsync("demo", "--json");
        Assert.That(program.ExitCode, Is.Zero, program.Progress);
        orders = [.. JsonSerializer.Deserialize<JsonElement>(program.Output).EnumerateArray()];
    }

    [Test]
    public void Every_order_comes_to_its_end() =>
        Assert.That(orders.Select(order => Text(order, "state")), Is.All.EqualTo("done"), program.Output);

    [Test]
    public void Limits_that_are_in_its_folder_stay_as_they_are()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("limits.json"), "{}");

        _ = DemoSettings.Read(folder.Path);

        Assert.That(File.ReadAllText(folder.File("limits.json")), Is.EqualTo("{}"));
    }

    [Test]
    public async Task A_file_is_no_folder_for_it()
    {
        var refused = await BuiltProgram.RunAsync("demo", "--data", typeof(DemoTests).Assembly.Location);

        Assert.That((refused.ExitCode, refused.Progress), Is.EqualTo((2, $"pipeline: --data: {typeof(DemoTests).Assembly.Location} is a file; name a folder, which is made where there is none\n")));
    }

    [Test]
    public void The_sample_intent_fills_within_its_limit()
    {
        var sample = The("AAPL", order => Number(order, "limit_price") == 180.25m);
        Assert.Multiple(() =>
        {
            Assert.That(Text(sample, "ord_status"), Is.EqualTo("filled"));
            Assert.That(Text(sample, "portfolio"), Is.EqualTo("core"));
            Assert.That(Number(sample, "cum_qty"), Is.EqualTo(10m));
            Assert.That(Number(sample, "avg_px"), Is.LessThanOrEqualTo(180.25m));
        });
    }

    [Test]
    public void The_first_intent_sent_again_makes_no_second_order()
    {
        Assert.That(orders, Has.Count.EqualTo(11));
        Assert.That(orders.Count(order => Text(order, "symbol") == "AAPL" && Number(order, "limit_price") == 180.25m), Is.EqualTo(1));
        Assert.That(program.Progress, Does.Contain("duplicates prevented: 1;"));
    }

    [Test]
    public void A_market_order_larger_than_what_is_displayed_fills_in_parts_each_with_its_quote()
    {
        var market = The("MSFT", order => Text(order, "order_type") == "market");
        var fills = market.GetProperty("fills").EnumerateArray().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(Number(market, "cum_qty"), Is.EqualTo(700m));
            Assert.That(fills, Has.Count.GreaterThan(2));
            Assert.That(fills.Sum(fill => Number(fill, "last_qty")), Is.EqualTo(700m));
            Assert.That(fills, Is.All.Matches<JsonElement>(fill => Number(fill, "last_px") == Number(fill, "ask")));
            Assert.That(fills, Is.All.Matches<JsonElement>(fill => Number(fill, "last_qty") <= Number(fill, "ask_size")));
        });
    }

    [Test]
    public void An_immediate_order_takes_what_is_displayed_and_the_rest_is_canceled()
    {
        var order = The("AAPL", order => Text(order, "time_in_force") == "ioc");
        Assert.That(Text(order, "ord_status"), Is.EqualTo("canceled"));
        Assert.That(Number(order, "cum_qty"), Is.GreaterThan(0m).And.LessThan(300m));
    }

    [Test]
    public void Of_two_fill_or_kill_orders_one_fills_whole_and_the_other_not_at_all()
    {
        var all = orders.Where(order => Text(order, "time_in_force") == "fok").Select(order => (Text(order, "ord_status"), Number(order, "cum_qty")));
        Assert.That(all, Is.EqualTo(new[] { ("filled", 50m), ("canceled", 0m) }));
    }

    [Test]
    public void Every_leg_of_the_ladder_fills_within_its_own_limit()
    {
        var legs = orders.Where(order => Text(order, "symbol") == "SPY" && Text(order, "time_in_force") == "day").ToList();
        Assert.That(legs.Select(leg => Text(leg, "leg")), Is.EqualTo(new[] { "high", "middle", "low" }));
        Assert.That(legs, Is.All.Matches<JsonElement>(leg => Text(leg, "ord_status") == "filled" && Number(leg, "avg_px") <= Number(leg, "limit_price")));
    }

    [Test]
    public void The_stop_order_sells_once_the_bid_has_reached_it()
    {
        var stop = The("MSFT", order => Text(order, "order_type") == "stop");
        Assert.That(Text(stop, "ord_status"), Is.EqualTo("filled"));
        Assert.That(Number(stop, "avg_px"), Is.LessThanOrEqualTo(Number(stop, "stop_price")));
    }

    [Test]
    public void The_order_far_from_the_market_is_denied_with_its_code_and_never_sent()
    {
        var denied = The("AAPL", order => Number(order, "limit_price") == 250m);
        Assert.That(Text(denied, "ord_status"), Is.EqualTo("denied"));
        Assert.That(Text(denied, "code"), Is.EqualTo("PRICE_COLLAR"));
        Assert.That(denied.TryGetProperty("order_id", out _), Is.False);
    }

    [Test]
    public void Progress_that_is_no_terminal_is_plain_text() => Assert.That(program.Progress, Does.Not.Contain('\u001b'));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static decimal Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDecimal() : 0;

    private JsonElement The(string symbol, Func<JsonElement, bool> which) => orders.Single(order => Text(order, "symbol") == symbol && which(order));
}
