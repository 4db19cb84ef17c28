namespace Pipeline.Trading.Rules;

/// <summary>Without a fresh quote on the order's side nothing can be judged, so nothing is sent.</summary>
public sealed class ReferencePrice : IRule
{
    public string Code => "REFERENCE_PRICE";

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Quote is not { } quote || facts.ReferencePx is not { } px)
        {
            return new RuleResult(
                Code, false, $"symbol={facts.Order.Symbol}, quote=missing, limit_s={facts.Limits.MaxQuoteAge.TotalSeconds:0.###}");
        }

        var age = facts.Now - quote.At;
        return new RuleResult(
            Code,
            px > 0 && age <= facts.Limits.MaxQuoteAge,
            $"px={px}, at={quote.At:O}, age_s={age.TotalSeconds:0.###}, limit_s={facts.Limits.MaxQuoteAge.TotalSeconds:0.###}");
    }
}
