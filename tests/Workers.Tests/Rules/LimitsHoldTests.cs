using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>
/// Whatever comes and whoever is faster: with four validation workers in two processes over one SQLite file, no sequence of orders that are let
/// through ever exceeds a limit, and fills on the way change nothing about that.
/// </summary>
public sealed class LimitsHoldTests
{
    private const decimal Px = 100;

    private static readonly string[] Symbols = ["AAPL", "MSFT", "KO"];
    private static readonly string[] Strategies = ["one", "two"];
    private static readonly ConcurrentBag<string> Codes = [];

    /// <summary>What a sequence is held against.</summary>
    private sealed record Limited(
        decimal OrderQty, decimal SymbolNet, decimal SymbolGross, decimal Gross, decimal Net, decimal StrategyNet, int PerDay, int PerSecond, int Repeats)
    {
        public string File =>
            $$"""
            {
              "global": {
                "duplicate_window_s": 0, "max_order_qty": {{OrderQty}}, "max_symbol_net": {{SymbolNet}}, "max_symbol_gross": {{SymbolGross}}, "max_gross": {{Gross}},
                "max_net": {{Net}}, "max_orders_per_day": {{PerDay}}, "max_orders_per_second": {{PerSecond}}, "max_repeats_per_minute": {{Repeats}}
              },
              "strategies": {"one": { "max_symbol_net": {{StrategyNet}} } }
            }
            """;
    }

    private sealed record Wanted(string Strategy, string Symbol, Side Side, int Qty, bool Fills);

    private static readonly Gen<Wanted> AnOrder = Gen.Select(
        Gen.Int[0, 1].Select(i => Strategies[i]), Gen.Int[0, 2].Select(i => Symbols[i]), Gen.Int[0, 2].Select(i => i < 2 ? Side.Buy : Side.Sell), Gen.Int[1, 60], Gen.Bool,
        (strategy, symbol, side, qty, fills) => new Wanted(strategy, symbol, side, qty, fills));

    private static readonly Gen<Limited> SomeLimits = Gen.Select(
        Gen.Int[20, 60], Gen.Int[40, 150], Gen.Int[60, 250], Gen.Int[150, 500], Gen.Int[80, 400], Gen.Int[30, 100], Gen.Int[8, 40], Gen.Int[8, 40],
        (order, net, gross, all, allNet, strategy, day, second) => new Limited(order, net * Px, gross * Px, all * Px, allNet * Px, strategy * Px, day, second, Math.Max(3, day / 3)));

    [Test]
    public async Task No_sequence_of_orders_that_are_let_through_exceeds_a_limit()
    {
        await Gen.Select(AnOrder.List[20, 60], SomeLimits).SampleAsync(async (orders, limits) => await RunAsync(orders, limits), iter: 12, threads: 1);

        Assert.That(
            Codes.Distinct(),
            Is.SupersetOf(new[] { "", "MAX_ORDER_QTY", "MAX_SYMBOL_NET", "MAX_SYMBOL_GROSS", "MAX_GROSS", "MAX_NET", "MAX_ORDERS_PER_DAY", "REPEATED_EXECUTION" }),
            "every limit has denied something, or nothing was tried");
    }

    private static async Task RunAsync(IReadOnlyList<Wanted> wanted, Limited limits)
    {
        await using var disk = new StoreOnDisk(patience: TimeSpan.FromSeconds(30));
        await using var other = disk.Open();
        var clock = new SettableClock(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
        var venue = new FakeVenue(clock) { Quote = (Px, Px) };
        await disk.Store.WriteAsync(session => VenueTables.SaveAccount(
            session, "paper", "paper", new AccountRow { Cash = 1_000_000, Equity = 1_000_000, At = clock.GetUtcNow() }));
        var (book, faults) = LimitFile.Read(Encoding.UTF8.GetBytes(limits.File), LimitSet.Defaults);
        Assert.That(faults, Is.Empty);
        var stages = new[] { disk.Store, other, disk.Store, other }
            .Select(store => new Validation.Stage(store, venue, new LimitsInForce(book!), Options.Create(new ValidationOptions()), Options.Create(new ApprovalOptions()), clock)).ToList();
        var half = wanted.Count / 2;

        await JudgeAsync(stages, await ProposeAsync(disk.Store, clock, wanted.Take(half), 0));
        await FillAsync(new Reconciliation.Stage(disk.Store, venue, clock), disk.Store, wanted, clock);
        await JudgeAsync(stages, await ProposeAsync(other, clock, wanted.Skip(half), half));

        disk.Store.Read(session =>
        {
            Check(session, limits);
            foreach (var code in session.Query<string>("SELECT coalesce(code, '') FROM orders"))
            {
                Codes.Add(code);
            }

            foreach (var detail in session.Query<string>("SELECT detail FROM orders WHERE detail IS NOT NULL"))
            {
                foreach (var part in detail.Split("; ").Where(part => part.Contains(": ", StringComparison.Ordinal)))
                {
                    Codes.Add(part.Split(':')[0]);
                }
            }

            return true;
        });
    }

    private static async Task<ConcurrentQueue<OrderProposed>> ProposeAsync(IStore store, TimeProvider clock, IEnumerable<Wanted> wanted, int first)
    {
        var intake = new Intake.Stage(store, Options.Create(new IntakeOptions()), clock, NullLogger<Intake.Stage>.Instance);
        var queue = new ConcurrentQueue<OrderProposed>();
        foreach (var (order, i) in wanted.Select((order, i) => (order, i + first)))
        {
            var json = $$"""{"strategy_id":"{{order.Strategy}}","rebalance_id":"r{{i}}","portfolio":"core","orders":[{"symbol":"{{order.Symbol}}","side":"{{Columns.Word(order.Side)}}","qty":{{order.Qty}},"order_type":"market"}]}""";
            var taken = (IntakeResult.Taken)await intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(json), "http", null), CancellationToken.None);
            queue.Enqueue((OrderProposed)taken.FollowUps.Single().Message);
        }

        return queue;
    }

    private static Task JudgeAsync(IEnumerable<Validation.Stage> stages, ConcurrentQueue<OrderProposed> queue) => Task.WhenAll(stages.Select(stage => Task.Run(async () =>
    {
        while (queue.TryDequeue(out var proposed))
        {
            await stage.HandleAsync(proposed, CancellationToken.None);
        }
    })));

    // Half of what fills fills in part: its rest stays reserved.
    private static async Task FillAsync(Reconciliation.Stage ledger, IStore store, IReadOnlyList<Wanted> wanted, TimeProvider clock)
    {
        var open = store.Read(session => session.Query<string>("SELECT cl_ord_id FROM orders WHERE ord_status = 'pending_new' AND reserved_qty <> '0' ORDER BY seq")
            .Select(id => OrderTable.Find(session, id)!).ToList());
        foreach (var (order, i) in open.Select((order, i) => (order, i)).Where(entry => wanted[entry.i % wanted.Count].Fills))
        {
            var qty = i % 2 == 0 ? order.Terms.Qty : Math.Ceiling(order.Terms.Qty / 2);
            await ledger.BookAsync(
                new Venues.ReportPage(
                [
                    new ExecutionReport
                    {
                        Venue = "paper", Account = "paper", OrderId = $"V{i}", ClOrdId = order.ClOrdId, ExecId = $"e{i}", ExecType = ExecType.Trade, OrdStatus = OrdStatus.New,
                        Symbol = order.Symbol, Side = order.Side, OrderQty = order.Terms.Qty, LastQty = qty, LastPx = Px, TransactTime = clock.GetUtcNow(),
                    },
                ], null),
                CancellationToken.None);
        }
    }

    // From the orders alone, not from what the rules count by.
    private static void Check(StoreSession session, Limited limits)
    {
        var orders = session.Query<string>("SELECT cl_ord_id FROM orders WHERE ord_status <> 'denied'").Select(id => OrderTable.Find(session, id)!).ToList();
        Assert.That(orders.All(order => order.ReservedQty + order.CumQty == order.Terms.Qty), Is.True, "what is let through is reserved or filled");
        var symbols = Symbols.Select(symbol => Of(orders.Where(order => order.Symbol == symbol))).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(orders.Select(order => order.Terms.Qty), Has.All.LessThanOrEqualTo(limits.OrderQty));
            Assert.That(symbols.Select(of => Math.Max(of.Long, of.Short) * Px), Has.All.LessThanOrEqualTo(limits.SymbolNet));
            Assert.That(symbols.Select(of => (of.Long + of.Short) * Px), Has.All.LessThanOrEqualTo(limits.SymbolGross));
            Assert.That(symbols.Sum(of => (of.Long + of.Short) * Px), Is.LessThanOrEqualTo(limits.Gross));
            Assert.That(symbols.Sum(of => of.High) * Px, Is.LessThanOrEqualTo(limits.Net));
            Assert.That(-symbols.Sum(of => of.Low) * Px, Is.LessThanOrEqualTo(limits.Net));
            Assert.That(
                Symbols.Select(symbol => Of(orders.Where(order => order.Symbol == symbol && order.Slot.StrategyId == "one"))).Select(of => Math.Max(of.Long, of.Short) * Px),
                Has.All.LessThanOrEqualTo(limits.StrategyNet));
            Assert.That(orders, Has.Count.LessThanOrEqualTo(Math.Min(limits.PerDay, limits.PerSecond)), "all of them came within one second");
            Assert.That(orders.GroupBy(order => (order.Slot.StrategyId, order.Symbol, order.Side)).Select(group => group.Count()), Has.All.LessThanOrEqualTo(limits.Repeats));
        });
    }

    private static (decimal Long, decimal Short, decimal High, decimal Low) Of(IEnumerable<Trading.Orders.Order> orders)
    {
        var all = orders.ToList();
        var held = all.Sum(order => order.Side == Side.Buy ? order.CumQty : -order.CumQty);
        var (buying, selling) = (all.Where(order => order.Side == Side.Buy).Sum(order => order.ReservedQty), all.Where(order => order.Side == Side.Sell).Sum(order => order.ReservedQty));
        return (Math.Max(0, held + buying), Math.Max(0, selling - held), held + buying, held - selling);
    }
}
