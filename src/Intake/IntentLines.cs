using Pipeline.Messages.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake;

/// <summary>The orders an intent asks for. Pure: the same intent has the same orders, whenever it comes.</summary>
public static class IntentLines
{
    /// <param name="intent">The document.</param>
    /// <param name="strategyId">Whose it is.</param>
    /// <param name="rebalanceId">Which decision it belongs to.</param>
    /// <param name="options">Where orders go, and what holds for what the document leaves out.</param>
    /// <param name="age">How old it is: what says nothing of its end has that much less time left.</param>
    /// <param name="now">When it came.</param>
    public static IReadOnlyList<Order> Of(Intent intent, string strategyId, string rebalanceId, IntakeOptions options, TimeSpan age, DateTimeOffset now)
    {
        var keyed = intent.Orders.Select(line =>
        {
            var slot = new OrderSlot(strategyId, rebalanceId, intent.Portfolio, line.Leg, line.Symbol, line.Side);
            return (line, slot, key: OrderKey.Of(slot, line.Qty));
        }).ToList();
        var intentId = OrderKey.IntentId(strategyId, rebalanceId, intent.Portfolio, keyed.Select(entry => entry.key));
        return
        [
            .. keyed.Select(entry => new Order
            {
                ClOrdId = OrderKey.ClOrdId(entry.key),
                Key = entry.key,
                IntentId = intentId,
                Slot = entry.slot,
                Terms = TermsOf(entry.line, intent.Constraints),
                FillPolicy = entry.line.FillPolicy ?? options.FillPolicy.For(strategyId, TermsOf(entry.line, intent.Constraints)),
                Venue = options.Venue,
                Account = options.Account,
                ReceivedAt = now,
                ValidUntil = intent.ValidUntil ?? now + options.DefaultValidity - age,
            }),
        ];
    }

    private static OrderTerms TermsOf(IntentOrder line, IntentConstraints? constraints) => new()
    {
        Qty = line.Qty,
        OrderType = line.OrderType,
        LimitPrice = line.LimitPrice,
        StopPrice = line.StopPrice,
        TimeInForce = line.TimeInForce,
        MaxSlippageBps = constraints?.MaxSlippageBps,
        MaxExposurePct = constraints?.MaxExposurePct,
        FillPolicy = line.FillPolicy,
    };
}
