using System.Text.Json;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>
/// Each line of an intent counts those that were let through before it: lines that would pass alone and exceed a limit together do not
/// all pass. The offer is 100, the bid 99, the equity 10,000.
/// </summary>
public sealed class LinesTogetherTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [TestCase("max_symbol_net", "1000", "MAX_SYMBOL_NET", "AAPL buy 6", "AAPL buy 5", "AAPL buy 4")]
    [TestCase("max_symbol_gross", "1000", "MAX_SYMBOL_GROSS", "AAPL buy 6", "AAPL sell 5", "AAPL sell 4")]
    [TestCase("max_gross", "1000", "MAX_GROSS", "AAPL buy 6", "MSFT buy 5", "KO buy 4")]
    [TestCase("max_net", "1000", "MAX_NET", "AAPL buy 6", "MSFT buy 5", "KO buy 4")]
    [TestCase("max_exposure_pct", "10", "MAX_EXPOSURE_PCT", "AAPL buy 6", "AAPL buy 5", "AAPL buy 4")]
    [TestCase("buying_power_pct", "10", "BUYING_POWER", "AAPL buy 6", "MSFT buy 5", "KO buy 4")]
    [TestCase("short_sales", "false", "SHORT_SALE", "AAPL buy 5", "AAPL sell 1", "MSFT buy 1")]
    [TestCase("self_cross", "false", "SELF_CROSS", "AAPL buy 5", "AAPL sell 1", "MSFT sell 1")]
    public async Task The_line_that_would_exceed_a_limit_with_those_before_it_is_denied_and_the_others_go(string limit, string value, string code, params string[] lines)
    {
        await LimitAsync(limit, value);

        Assert.That(await CodesAsync(lines), Is.EqualTo(new[] { "", code, "" }));
    }

    [TestCase("max_orders_per_second", "MAX_ORDERS_PER_SECOND")]
    [TestCase("max_orders_per_day", "MAX_ORDERS_PER_DAY")]
    [TestCase("max_repeats_per_minute", "REPEATED_EXECUTION")]
    public async Task Lines_count_as_orders_one_by_one(string limit, string code)
    {
        await LimitAsync(limit, "2");

        Assert.That(await CodesAsync("AAPL buy 1", "AAPL buy 2", "AAPL buy 3"), Is.EqualTo(new[] { "", "", code }));
    }

    [Test]
    public async Task Whichever_line_comes_to_validation_first_has_the_room()
    {
        await LimitAsync("max_symbol_net", "1000");
        var proposed = await TakeAsync("AAPL buy 6", "AAPL buy 5");

        foreach (var line in Enumerable.Reverse(proposed))
        {
            await pipeline.Validation.HandleAsync(line, CancellationToken.None);
        }

        Assert.That(proposed.Select(line => CodeOf(line.ClOrdId)), Is.EqualTo(new[] { "MAX_SYMBOL_NET", "" }));
    }

    [TestCase("max_symbol_net", "900", true)]
    [TestCase("max_symbol_net", "899", false)]
    [TestCase("max_gross", "1400", true)]
    [TestCase("max_gross", "1390", false)]
    [TestCase("max_net", "1400", true)]
    [TestCase("max_net", "1390", false)]
    [TestCase("buying_power_pct", "14", true)]
    [TestCase("buying_power_pct", "13.9", false)]
    [TestCase("max_orders_per_day", "3", true)]
    [TestCase("max_orders_per_day", "2", false)]
    public async Task Where_all_lines_fit_in_their_order_they_do_in_every_other_and_else_in_none(string limit, string value, bool fit)
    {
        foreach (var order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
        {
            using var alone = new PipelineUnderTest();
            pipeline.Dispose();
            pipeline = alone;
            await LimitAsync(limit, value);
            var proposed = await TakeAsync("AAPL buy 6", "MSFT buy 5", "AAPL buy 3");
            foreach (var i in order)
            {
                await pipeline.Validation.HandleAsync(proposed[i], CancellationToken.None);
            }

            Assert.That(proposed.All(line => CodeOf(line.ClOrdId).Length == 0), Is.EqualTo(fit), string.Join(",", order));
        }
    }

    [TestCase("max_order_qty", "6")]
    [TestCase("max_order_notional", "600")]
    public async Task A_limit_of_one_order_is_of_each_line_alone(string limit, string value)
    {
        await LimitAsync(limit, value);

        Assert.That(await CodesAsync("AAPL buy 6", "AAPL buy 5"), Is.EqualTo(new[] { "", "" }));
    }

    private Task LimitAsync(string limit, string value) => pipeline.LimitAsync($$$"""{"global": {"duplicate_window_s": 0, "{{{limit}}}": {{{value}}} } }""");

    private async Task<IReadOnlyList<string>> CodesAsync(params string[] lines)
    {
        var proposed = await TakeAsync(lines);
        foreach (var line in proposed)
        {
            await pipeline.Validation.HandleAsync(line, CancellationToken.None);
        }

        return [.. proposed.Select(line => CodeOf(line.ClOrdId))];
    }

    private async Task<IReadOnlyList<OrderProposed>> TakeAsync(params string[] lines)
    {
        var orders = lines.Select((line, i) => line.Split(' ') is [var symbol, var side, var qty]
            ? new { leg = $"l{i}", symbol, side, qty = decimal.Parse(qty), order_type = "market" }
            : throw new ArgumentException(line));
        var taken = await pipeline.TakeAsync(JsonSerializer.Serialize(new { rebalance_id = "r1", portfolio = "core", orders }));
        Assert.That(taken, Is.TypeOf<IntakeResult.Taken>());
        return [.. ((IntakeResult.Taken)taken).FollowUps.Select(followUp => (OrderProposed)followUp.Message)];
    }

    private string CodeOf(string clOrdId) => pipeline.Store.Read(session => OrderTable.CodeOf(session, clOrdId)) ?? "";
}
