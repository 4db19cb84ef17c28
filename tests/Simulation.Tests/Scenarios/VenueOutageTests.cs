using System.Globalization;
using System.Text;
using NUnit.Framework;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>A venue that is away for ten minutes in the middle of the day's orders: none is doubled, none lost, and every one has ended.</summary>
public sealed class VenueOutageTests
{
    private const int ALine = 10;

    // OUTAGE_ORDERS=10000 makes it the run of a whole day; fewer show the same.
    private static readonly int Orders = int.Parse(Environment.GetEnvironmentVariable("OUTAGE_ORDERS") ?? "200", CultureInfo.InvariantCulture);

    [TestCase(VenueDialect.Alpaca)]
    [TestCase(VenueDialect.Binance)]
    public void Ten_minutes_without_the_venue_double_and_lose_nothing(VenueDialect dialect)
    {
        var read = ScenarioReader.Read(Scenario(), ScenarioSettings.Of, dialect);
        using var run = new ScenarioRun(read);
        var verdict = run.Run(describesOrders: false);

        Assert.That(verdict.Ok, Is.True, () => $"{verdict.Broken!.What} at {verdict.Broken.After}: expected {verdict.Broken.Expected}; found {verdict.Broken.Found}");
        Assert.That(run.Truth.Orders, Has.Count.EqualTo(Orders));
        Assert.That(run.Truth.Orders.Select(order => order.ClOrdId), Is.Unique);
        TestContext.Out.WriteLine($"{Orders} orders at {dialect}: {run.Truth.Calls.Count(call => call.Call == CallKind.Submit && call.Reached)} requests reached the venue");
    }

    // Orders come through sixteen minutes; the venue is away from the fifth to the fifteenth. What comes meanwhile waits for it.
    private static string Scenario()
    {
        var intents = Orders / ALine;
        var pace = TimeSpan.FromMinutes(16) / intents;
        var steps = new StringBuilder();
        for (var i = 0; i < intents; i++)
        {
            var lines = string.Join(',', Enumerable.Range(0, ALine).Select(line => $$"""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"limit","limit_price":101,"time_in_force":"day","leg":"{{line}}"}"""));
            var names = string.Join(',', Enumerable.Range(0, ALine).Select(line => $"\"o{(i * ALine) + line}\""));
            var at = ((long)(pace * i).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            steps.Append(CultureInfo.InvariantCulture, $$"""{{(i == 0 ? "" : ",")}}{"at":"+{{at}}ms","intent":{"rebalance_id":"r{{i}}","portfolio":"core","orders":[{{lines}}]},"as":[{{names}}]}""");
        }

        return $$$"""
            {"name":"ten minutes without the venue",
             "limits":{"global":{"duplicate_window_s":0,"max_quote_age_s":3600}},
             "settings":{"alpaca":{"orders_a_minute":100000},"binance":{"orders_a_second":10000}},
             "venue":{"quotes":[{"symbol":"AAPL","bid":99.9,"ask":100,"bid_size":100000000,"ask_size":100000000}],"cash":100000000,"rate_limit_per_minute":0,
               "acts":[{"after":"5m","stop":{"for":"10m"}}]},
             "steps":[{{{steps}}}],
             "expect":{"venue_orders":{{{Orders}}},"unresolved":0,"positions":{"AAPL":{{{Orders}}}},"breaks":[{"count":0}]}}
            """;
    }
}
