using System.Text;
using Pipeline.Host.Bench;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;

namespace Pipeline.Benchmarks;

/// <summary>The decisions that every order takes, without I/O, each on one honest input.</summary>
internal sealed class CoreWork
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly byte[] intent = Encoding.UTF8.GetBytes(
        """
        {"strategy_id":"momentum","rebalance_id":"2026-03-02","portfolio":"core","reason":"weights have drifted","orders":[
          {"symbol":"AAPL","side":"buy","qty":100,"order_type":"limit","limit_price":180.25},
          {"symbol":"MSFT","side":"sell","qty":40,"order_type":"market"}]}
        """);

    private readonly OrderSlot slot = new("momentum", "2026-03-02", "core", null, "AAPL", Side.Buy);
    private readonly RuleFacts facts = RulesBench.Facts();
    private readonly ISessionCalendar calendar = SessionCalendars.Default["XNYS"];
    private readonly OrderLedger ledger = new() { Standing = OrdStatus.New, OrderQty = 100 };
    private readonly ExecutionReport fill = new()
    {
        Venue = "paper", Account = "paper", ClOrdId = "C1", OrderId = "O1", ExecId = "E1", Symbol = "AAPL", Side = Side.Buy, ExecType = ExecType.Trade, OrdStatus = OrdStatus.PartiallyFilled,
        OrderQty = 100, LastQty = 40, LastPx = 180.20m, TransactTime = Now,
    };

    /// <summary>An intent of two lines through the strict parser.</summary>
    public object ParseIntent() => IntentParser.Parse(intent);

    /// <summary>A line's key and ClOrdId.</summary>
    public object NameOrder() => OrderKey.ClOrdId(OrderKey.Of(slot, 100));

    /// <summary>An order judged by every rule, with every limit set in all scopes.</summary>
    public object JudgeOrder() => RuleBook.Judge(RuleBook.Check(facts));

    /// <summary>A fill on an order that has none.</summary>
    public object ApplyFill() => ledger.Apply(fill, Fill.None, new Fill(40, 40 * 180.20m));

    /// <summary>Whether the market is open.</summary>
    public object FindSession() => calendar.At(Now);
}
