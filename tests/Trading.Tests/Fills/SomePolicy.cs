using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Fills;

/// <summary>An order at the venue under a policy: a buy of 10 at 100, which may go to 101 at worst.</summary>
internal static class SomePolicy
{
    public static readonly IntentFillPolicy Reprice = new() { Type = FillPolicyType.RepriceRemainder, IntervalS = 10, StepBps = 20, Times = 3 };

    public static IntentFillPolicy After(FillPolicyType type, decimal seconds, decimal? minFilled = null) => new() { Type = type, AfterS = seconds, MinFilled = minFilled };

    public static Order Working(IntentFillPolicy policy, decimal cumQty = 4, decimal price = 100, int generation = 1, decimal? maxSlippageBps = 100, Side side = Side.Buy) => SomeOrder.Buy() with
    {
        Slot = KeyVectors.Slot() with { Side = side },
        Terms = new OrderTerms
        {
            Qty = 10, OrderType = OrdType.Limit, LimitPrice = price, TimeInForce = TimeInForce.Gtc, MaxSlippageBps = maxSlippageBps, FillPolicy = policy,
        },
        FillPolicy = policy,
        Generation = generation,
        OrigClOrdId = generation > 1 ? "before" : null,
        OrdStatus = cumQty == 0 ? OrdStatus.New : OrdStatus.PartiallyFilled,
        Standing = OrdStatus.New,
        CumQty = cumQty,
        OrderId = "V1",
    };
}
