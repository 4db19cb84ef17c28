using Pipeline.Messages.Fix;
using Pipeline.Trading;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Host.Bench;

/// <summary>Measures the judgement of one order by every rule, with every limit set in all four scopes, on facts that are there.</summary>
internal static class RulesBench
{
    private const string Strategy = "bench";
    private const string Symbol = "AAPL";

    /// <summary>Runs it.</summary>
    /// <param name="orders">How many orders are measured; a tenth as many warm up.</param>
    public static RulesBenchResult Run(int orders)
    {
        var facts = Facts();
        if (RuleBook.Judge(RuleBook.Check(facts)) is not Verdict.Accept)
        {
            throw new InvalidOperationException("The order of the bench was not let through");
        }

        for (var i = 0; i < orders / 10; i++)
        {
            RuleBook.Judge(RuleBook.Check(facts));
        }

        var micros = new double[orders];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < orders; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            RuleBook.Judge(RuleBook.Check(facts));
            micros[i] = TimeProvider.System.GetElapsedTime(began).TotalMicroseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(micros);
        return new RulesBenchResult(RuleBook.All.Count, orders, micros.Average(), micros[orders / 2], micros[orders * 99 / 100], micros[^1], allocated / orders);
    }

    /// <summary>What the rules are given: every limit set in all four scopes, and nothing missing.</summary>
    internal static RuleFacts Facts()
    {
        var now = new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
        var slot = new OrderSlot(Strategy, "r1", "core", null, Symbol, Side.Buy);
        var key = OrderKey.Of(slot, 100);
        var order = new Order
        {
            ClOrdId = OrderKey.ClOrdId(key), Key = key, IntentId = "bench", Slot = slot,
            Terms = new OrderTerms { Qty = 100, OrderType = OrdType.Limit, LimitPrice = 180.25m, TimeInForce = TimeInForce.Day, MaxSlippageBps = 15, MaxExposurePct = 50 },
            Venue = "paper", Account = "paper", ReceivedAt = now, ValidUntil = now.AddMinutes(15),
        };
        var holding = new Holding(250, 100, 50);
        return new RuleFacts
        {
            Order = order,
            Now = now,
            ProposedAt = now,
            Scopes =
            [
                .. EveryLimit.Book(Strategy, [Symbol]).For(order).Select(scope => new ScopeFacts
                {
                    Scope = scope.Scope, Limits = scope.Limits, Holding = holding, Others = new Portfolio(1_000_000, 500_000, 400_000), OrdersInSecond = 3, OrdersToday = 900, LossToday = 10_000,
                }),
            ],
            Quote = new Quote(Symbol, now, 180.20m, 500, 180.25m, 400),
            Holding = holding,
            Equity = 10_000_000,
            SameContent = new SameContent("EARLIER", now.AddMinutes(-2)),
            Opposing = [new OpposingOrder("OWN", 185)],
            Repeats = new Repeats(4, null),
        };
    }
}

/// <summary>What judging an order took, in microseconds.</summary>
internal sealed record RulesBenchResult(int Rules, int Orders, double MeanUs, double P50Us, double P99Us, double MaxUs, long BytesAnOrder);
