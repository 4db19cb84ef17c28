using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>
/// What a line asks for, whichever decision it belongs to: an agent that decides the same twice under two rebalance ids sends
/// the same content twice. Strategy and portfolio count, rebalance and leg do not.
/// </summary>
public static class OrderContent
{
    /// <summary>SHA-256, in lower-case hex, over <see cref="Canonical"/>.</summary>
    public static string Hash(OrderSlot slot, OrderTerms terms) => OrderKey.Hash(Canonical(slot, terms));

    /// <summary>The content as one text, every field with its length as in <see cref="OrderSlot.Canonical"/>.</summary>
    public static string Canonical(OrderSlot slot, OrderTerms terms) => CanonicalText.Of(
        "pipeline/content/1",
        slot.StrategyId, slot.Portfolio, slot.Symbol, slot.Side == Side.Buy ? "buy" : "sell",
        CanonicalDecimal.Format(terms.Qty), Word(terms.OrderType),
        Text(terms.LimitPrice), Text(terms.StopPrice), Word(terms.TimeInForce), Text(terms.MaxSlippageBps), Text(terms.MaxExposurePct));

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string? Text(decimal? value) => value is { } known ? CanonicalDecimal.Format(known) : null;
}
