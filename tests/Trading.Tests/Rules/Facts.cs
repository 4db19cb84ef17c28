using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>Facts on which every rule passes, to change one thing of.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = SomeOrder.Now;

    public static RuleFacts Of(Order? order = null) => new()
    {
        Order = order ?? SomeOrder.Buy(),
        Now = Now,
        Limits = new RuleLimits
        {
            MaxOrderQty = 1_000, MaxOrderNotional = 100_000, CollarPct = 10, MaxQuoteAge = TimeSpan.FromSeconds(5), DuplicateWindow = TimeSpan.FromMinutes(1),
        },
        Quote = new Quote("AAPL", Now, 99, 500, 100, 500),
        Equity = 10_000,
    };

    public static RuleFacts Of(OrderTerms terms, Side side = Side.Buy) => Of(side == Side.Buy ? SomeOrder.Buy(terms: terms) : SomeOrder.Sell(terms: terms));

    public static OrderTerms Market(decimal qty = 10) => new() { Qty = qty, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day };

    public static OrderTerms Limit(decimal price, decimal qty = 10) => Market(qty) with { OrderType = OrdType.Limit, LimitPrice = price };

    public static OrderTerms Stop(decimal price, decimal qty = 10) => Market(qty) with { OrderType = OrdType.Stop, StopPrice = price };

    public static bool Passes<TRule>(RuleFacts facts)
        where TRule : IRule, new() => new TRule().Check(facts).Passed;
}
