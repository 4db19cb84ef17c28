using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Rules;

/// <summary>Where a venue states what it asks of the orders in a symbol, nothing is sent before it is known, and nothing that it would refuse.</summary>
public sealed class InstrumentBounds : IRule
{
    public string Code => "INSTRUMENT_RULES";

    public string Meaning => "Price, quantity and worth are within what the venue states for the symbol, where it states it.";

    public string Inputs => "the line, the venue's rules of the symbol, the quote";

    public string Source => "binance-spot-api-docs, filters.md: PRICE_FILTER, LOT_SIZE, MARKET_LOT_SIZE, NOTIONAL; docs.alpaca.markets, Assets";

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Instrument is not { } rules)
        {
            return facts.NeedsInstrument ? new RuleResult(Code, false, $"symbol={facts.Order.Symbol}, rules=not known") : Details.Unlimited(Code);
        }

        var terms = facts.Order.Terms;
        var price = terms.LimitPrice ?? terms.StopPrice;
        var worth = terms.Qty * (price ?? facts.ReferencePx ?? 0);
        var maxQty = terms.OrderType == OrdType.Market && rules.MaxMarketQty < rules.MaxQty ? rules.MaxMarketQty : rules.MaxQty;
        var isWithin = !(terms.LimitPrice < rules.MinPrice || terms.LimitPrice > rules.MaxPrice || terms.StopPrice < rules.MinPrice || terms.StopPrice > rules.MaxPrice)
            && !(terms.Qty < rules.MinQty || terms.Qty > maxQty)
            && !(worth < rules.MinNotional || worth > rules.MaxNotional);
        return new RuleResult(
            Code, isWithin,
            $"price={price?.ToString() ?? "none"}, from={rules.MinPrice}, to={rules.MaxPrice}, qty={terms.Qty}, from={rules.MinQty}, to={maxQty}, worth={Details.Of(worth)}, from={rules.MinNotional}, to={rules.MaxNotional}");
    }
}
