using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Rules;

/// <summary>What the venue can't do is denied here, by name, rather than refused there in its own words.</summary>
public sealed class VenueCapability : IRule
{
    public string Code => "VENUE_CAPABILITY";

    public string Meaning => "The venue takes orders of this type with this time in force, in the symbol and for the kind of order (pairs, fractions of a share), parts of a share and short sales in the symbol, such symbols, ids and quantities, and short sales where this is one.";

    public string Inputs => "the line, what the adapter states of its venue, and the venue of the symbol";

    public string Source => "docs/venues.md; each venue's documentation";

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Venue is not { } venue)
        {
            return Details.Unlimited(Code);
        }

        var order = facts.Order;
        var sent = SentTerms.Of(order.IsReplacement ? order : order with { PriceBound = PriceBounds.Of(facts) });
        var kind = venue.KindOf(order.Symbol, sent.OrderQty);
        var missing = !kind.Takes(sent.OrdType, sent.TimeInForce) ? "order_type and time_in_force"
            : facts.Instrument?.OrderTypes?.Contains(sent.OrdType) == false ? "order_type in the symbol"
            : facts.Instrument?.Fractions == false && sent.OrderQty != decimal.Truncate(sent.OrderQty) ? "fractions in the symbol"
            : facts.Instrument?.SellsShort == false && facts.SellsShort ? "short sale in the symbol"
            : !Matches(venue.Symbols, order.Symbol) ? "symbol"
            : !Matches(venue.ClOrdIds, order.ClOrdId) ? "cl_ord_id"
            : sent.OrderQty != Math.Round(sent.OrderQty, Math.Min(venue.QtyDecimals, 28)) ? string.Create(CultureInfo.InvariantCulture, $"more than {venue.QtyDecimals} decimals of qty")
            : !kind.SellsShort && facts.SellsShort ? "short sale"
            : null;
        var seen = string.Create(
            CultureInfo.InvariantCulture,
            $"adapter={venue.Adapter}, orders_of={kind.Name}, order_type={sent.OrdType}, time_in_force={sent.TimeInForce}, symbol={order.Symbol}, qty={CanonicalDecimal.Format(sent.OrderQty)}");
        return new RuleResult(Code, missing is null, missing is null ? seen : $"not_taken={missing}, {seen}");
    }

    // No pattern takes long, so that none needs a limit by the clock, which would run out on a machine that stands still.
    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
