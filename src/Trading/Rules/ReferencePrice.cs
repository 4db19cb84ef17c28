using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Rules;

/// <summary>
/// Without a fresh quote on the order's side nothing can be judged, so nothing is sent. A quote of the future is none: one of the two
/// clocks is wrong, and nobody knows how old it is.
/// </summary>
public sealed class ReferencePrice : IRule
{
    /// <summary>How far a venue's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);

    public string Code => "REFERENCE_PRICE";

    /// <summary>Whether a quote is of now, as closely as rules need it.</summary>
    public static bool IsFresh(Quote quote, DateTimeOffset now, TimeSpan maxAge) => now - quote.At <= maxAge && quote.At - now <= Ahead;

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
            px > 0 && IsFresh(quote, facts.Now, facts.Limits.MaxQuoteAge),
            $"px={px}, at={quote.At:O}, age_s={age.TotalSeconds:0.###}, limit_s={facts.Limits.MaxQuoteAge.TotalSeconds:0.###}");
    }
}
