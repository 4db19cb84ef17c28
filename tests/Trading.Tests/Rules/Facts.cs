using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>Facts on which every rule passes, to change one thing of.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = SomeOrder.Now;

    public static readonly LimitSet Limits = LimitSet.Defaults.With(AllLimits.MaxOrderQty, 1_000).With(AllLimits.MaxOrderNotional, 100_000);

    public static RuleFacts Of(Order? order = null) => new()
    {
        Order = order ?? SomeOrder.Buy(),
        Now = Now,
        ProposedAt = Now,
        Scopes = [new ScopeFacts { Scope = LimitScope.Global, Limits = Limits }],
        Quote = new Quote("AAPL", Now, 99, 500, 100, 500),
        Equity = 10_000,
    };

    public static RuleFacts Of(OrderTerms terms, Side side = Side.Buy) => Of(side == Side.Buy ? SomeOrder.Buy(terms: terms) : SomeOrder.Sell(terms: terms));

    /// <summary>The same with one limit more, or another, in the global scope.</summary>
    public static RuleFacts With<T>(this RuleFacts facts, Limit<T> limit, T value)
        where T : notnull => facts.Global(scope => scope with { Limits = scope.Limits.With(limit, value) });

    /// <summary>The same without a limit.</summary>
    public static RuleFacts Waive(this RuleFacts facts, Limit limit) => facts.Global(scope => scope with { Limits = scope.Limits.Waive(limit, "test") });

    /// <summary>The same with limits of another scope beside the global ones.</summary>
    public static RuleFacts And(this RuleFacts facts, LimitScope scope, LimitSet limits) =>
        facts with { Scopes = [.. facts.Scopes, new ScopeFacts { Scope = scope, Limits = limits, Holding = facts.Holding }] };

    /// <summary>The same with something held, and with what others may still buy and sell of it.</summary>
    public static RuleFacts Holding(this RuleFacts facts, decimal qty, decimal buying = 0, decimal selling = 0)
    {
        var holding = new Holding(qty, buying, selling);
        return (facts with { Holding = holding }).Global(scope => scope with { Holding = holding });
    }

    /// <summary>The same with what all other symbols come to.</summary>
    public static RuleFacts Beside(this RuleFacts facts, Portfolio others) => facts.Global(scope => scope with { Others = others });

    /// <summary>The same with a loss on the day.</summary>
    public static RuleFacts Lost(this RuleFacts facts, decimal loss) => facts.Global(scope => scope with { LossToday = loss });

    /// <summary>The same with orders let through before.</summary>
    public static RuleFacts After(this RuleFacts facts, int inSecond = 0, int today = 0) => facts.Global(scope => scope with { OrdersInSecond = inSecond, OrdersToday = today });

    public static OrderTerms Market(decimal qty = 10) => new() { Qty = qty, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day };

    public static OrderTerms Limit(decimal price, decimal qty = 10) => Market(qty) with { OrderType = OrdType.Limit, LimitPrice = price };

    public static OrderTerms Stop(decimal price, decimal qty = 10) => Market(qty) with { OrderType = OrdType.Stop, StopPrice = price };

    public static bool Passes<TRule>(RuleFacts facts)
        where TRule : IRule, new() => new TRule().Check(facts).Passed;

    private static RuleFacts Global(this RuleFacts facts, Func<ScopeFacts, ScopeFacts> change) =>
        facts with { Scopes = [change(facts.Scopes[0]), .. facts.Scopes.Skip(1)] };
}
