using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using Pipeline.Venues.Paper;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>The market the venue is over, and how much of it there may be.</summary>
public sealed class MarketTests
{
    [Test]
    public async Task Orders_meet_the_same_quotes_as_in_the_paper_venue_and_trade_the_same()
    {
        const long seed = 5;
        using var broker = new Broker("""{"rate_limit_per_minute":0}""", new SimulatorOptions { Seed = seed, StartingCash = 1_000_000_000 });
        var time = new FakeTimeProvider(Start);
        var calendars = SessionCalendars.Default;
        using var paper = new PaperVenue(
            new PaperVenueOptions { Database = PaperVenueOptions.InMemory },
            new InSessionQuotes(new RandomWalkQuotes(seed), calendars.IsOpen), time, calendars.CloseFor);

        foreach (var (order, body) in Mixed(new Random(5), new RandomWalkQuotes(seed), 400))
        {
            await paper.SubmitAsync(order, () => null, CancellationToken.None);
            Assert.That(Now(broker.Submit(body)).Status, Is.EqualTo(200), body);
            time.Advance(TimeSpan.FromSeconds(7.5));
            broker.Pass(7.5);
        }

        time.Advance(TimeSpan.FromHours(30));
        broker.Pass(30 * 3600);
        var reports = (await paper.ReportsSinceAsync(null, CancellationToken.None)).Reports.ToList();
        for (var page = reports.Count; page > 0;)
        {
            var more = (await paper.ReportsSinceAsync(reports.Count.ToString(), CancellationToken.None)).Reports;
            reports.AddRange(more);
            page = more.Count;
        }

        var expected = reports.Where(report => report.ExecType == ExecType.Trade)
            .Select(report => (report.ClOrdId!, report.LastQty, report.LastPx, report.TransactTime)).Order().ToList();
        var actual = broker.Venue.Executions.Select(execution => (execution.Order.ClOrdId, execution.Qty, execution.Px, execution.At)).Order().ToList();
        Assert.That(actual, Is.EqualTo(expected));
        Assert.That(actual, Has.Count.GreaterThan(200));
        Assert.That(reports.Count(report => report.ExecType == ExecType.Expired), Is.EqualTo(broker.Venue.Orders.Count(order => order.Status == "expired")));
    }

    [Test]
    public void The_same_calls_make_the_same_venue()
    {
        var first = Run();
        Assert.That(Run(), Is.EqualTo(first));

        static string Run()
        {
            using var broker = new Broker("""
                {"rate_limit_per_minute":0,"behaviours":[
                  {"when":{"call":"submit","probability":0.2},"status":504},
                  {"when":{"event":"any","probability":0.2},"delay":"3s"}]}
                """);
            broker.Listen();
            foreach (var (_, body) in Mixed(new Random(1), new RandomWalkQuotes(1), 100))
            {
                broker.Submit(body);
                broker.Pass(5);
            }

            return string.Join('\n', broker.Frames.Select(frame => frame.GetRawText()));
        }
    }

    [Test]
    public void A_hundred_thousand_orders_go_through_in_seconds()
    {
        const int orders = 100_000;
        using var broker = new Broker("""{"rate_limit_per_minute":0}""", new SimulatorOptions { StartingCash = 1_000_000_000_000 });
        var frames = Count(broker.Venue);
        var watch = Stopwatch.StartNew();

        for (var i = 0; i < orders; i++)
        {
            // One in ten rests for ever, so that what is open grows as it would.
            Now(broker.Submit(i % 10 == 0 ? Limit($"c{i}", 1, 1) : Order($"c{i}", 1)));
            if (i % 10 == 9)
            {
                broker.Pass(0.1);
            }
        }

        broker.Pass(1);
        TestContext.Out.WriteLine($"{orders} orders and {frames()} frames in {watch.Elapsed}");
        Assert.That(broker.Venue.Orders.Count(order => order.Status == "filled"), Is.EqualTo(orders / 10 * 9));
        Assert.That(frames(), Is.EqualTo((orders / 10 * 9 * 3) + (orders / 10 * 2) + 2));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    private static Func<int> Count(SimulatedVenue venue)
    {
        var count = 0;
        var socket = venue.Connect();
        _ = PumpAsync();
        LogOn(socket);
        return () => count;

        async Task PumpAsync()
        {
            while (await socket.ReceiveAsync(CancellationToken.None) is not null)
            {
                count++;
            }
        }
    }

    // Buys and sells of different symbols: the venue would refuse opposite orders of one as a wash trade.
    private static IEnumerable<(NewOrderSingle Order, string Body)> Mixed(Random random, RandomWalkQuotes quotes, int number)
    {
        for (var i = 0; i < number; i++)
        {
            var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            var symbol = side == Side.Buy ? "AAPL" : "IBM";
            var type = (OrdType)random.Next(1, 5);
            var tif = new[] { TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok }[random.Next(4)];
            var near = quotes.Latest(symbol, Start)!.Ask!.Value;
            var order = new NewOrderSingle
            {
                ClOrdId = $"c{i}", Account = "paper", Symbol = symbol, Side = side, OrdType = type, OrderQty = random.Next(1, 3000), TimeInForce = tif,
                Price = type is OrdType.Limit or OrdType.StopLimit ? near + (random.Next(-100, 100) / 100m) : null,
                StopPx = type is OrdType.Stop or OrdType.StopLimit ? near + (random.Next(-100, 100) / 100m) : null,
                TransactTime = Start,
            };
            var word = type switch { OrdType.Market => "market", OrdType.Limit => "limit", OrdType.Stop => "stop", _ => "stop_limit" };
            var prices = (order.Price is { } price ? $",\"limit_price\":\"{price}\"" : "") + (order.StopPx is { } stop ? $",\"stop_price\":\"{stop}\"" : "");
            yield return (order, Order(order.ClOrdId, order.OrderQty, side == Side.Buy ? "buy" : "sell", word, prices, symbol, tif.ToString().ToLowerInvariant()));
        }
    }
}
