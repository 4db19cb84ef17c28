using System.Text;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Simulation;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Workers.Tests.Rehearsal;

/// <summary>
/// What a process keeps in memory must not grow with the days that it has served. The managed heap is looked at, after a full
/// collection: the store and the venue's book, which are to grow, lie in SQLite's own memory.
/// </summary>
[NonParallelizable]
public sealed class MonthTests
{
    private const decimal MostGrowthMegabytes = 1;
    private static readonly DateTimeOffset FirstDay = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<string> Symbols = ["AAPL", "MSFT", "NVDA", "KO"];

    [Test]
    public void Memory_is_after_a_month_of_orders_what_it_was_after_the_second_day()
    {
        var days = TestContext.Parameters.Get("simulated-days", 4);
        var quotes = new RandomWalkQuotes(1);
        using var driver = new Driver(new SimulationSettings(), quotes, FirstDay);
        var heap = new List<decimal>();
        var orders = 0;

        for (var day = FirstDay; day < FirstDay.AddDays(days); day = day.AddDays(1))
        {
            orders += Trade(driver, quotes, day);
            driver.AdvanceTo(day.AddDays(1));
            heap.Add(GC.GetTotalMemory(forceFullCollection: true) / 1_048_576m);
            TestContext.Out.WriteLine($"{day:yyyy-MM-dd}  {orders,7:N0} orders  {heap[^1],7:N2} MB");
        }

        Assert.That(driver.IsDone, Is.True, "every order has come to its end");
        Assert.That(heap[^1] - heap[1], Is.LessThan(MostGrowthMegabytes), $"after {orders} orders");
    }

    // Every ten minutes of the session: a buy and a sell at the market, and a buy below it that rests until the day ends.
    private static int Trade(Driver driver, RandomWalkQuotes quotes, DateTimeOffset day)
    {
        var orders = 0;
        for (var at = day; at < day.AddDays(1); at = at.AddMinutes(10))
        {
            if (!SessionCalendars.Default.IsOpen(Symbols[0], at))
            {
                continue;
            }

            driver.AdvanceTo(at);
            foreach (var symbol in Symbols)
            {
                var below = decimal.Round(quotes.Latest(symbol, at)!.Bid!.Value * 0.98m, 2);
                var taken = driver.Take(Encoding.UTF8.GetBytes(Intent(symbol, below)), $"{at:O}-{symbol}");
                orders += ((IntakeResult.Taken)taken).Receipt.Orders.Count;
            }
        }

        return orders;
    }

    private static string Intent(string symbol, decimal below) =>
        $$"""
        {"portfolio":"core","orders":[
            {"symbol":"{{symbol}}","side":"buy","qty":10,"order_type":"market"},
            {"symbol":"{{symbol}}","side":"sell","qty":10,"order_type":"market"},
            {"symbol":"{{symbol}}","side":"buy","qty":1,"order_type":"limit","limit_price":{{below}},"leg":"below"}]}
        """;
}
