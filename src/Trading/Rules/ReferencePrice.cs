using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

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

    public string Meaning => "There is a quote of the order's side, at most the limit old and at most 2 s ahead of our clock. It is needed even where its age is waived.";

    public string Inputs => "the quote and its time";

    public string Source => "Canadian checklist for automated orders: fail closed when the reference price is missing";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxQuoteAgeS];

    /// <summary>Whether a quote is of now, as closely as rules need it; a null age is any.</summary>
    public static bool IsFresh(Quote quote, DateTimeOffset now, decimal? maxAgeS) =>
        !(Details.Seconds(now - quote.At) > maxAgeS) && quote.At - now <= Ahead;

    public RuleResult Check(RuleFacts facts)
    {
        var (limit, scope) = facts.Tightest(AllLimits.MaxQuoteAgeS) is var (value, of) ? ((decimal?)value, of.Text) : (null, "none");
        if (facts.Quote is not { } quote || facts.ReferencePx is not { } px)
        {
            return new RuleResult(Code, false, $"symbol={facts.Order.Symbol}, quote=missing, limit_s={limit?.ToString() ?? "none"}");
        }

        var age = facts.Now - quote.At;
        return new RuleResult(
            Code,
            px > 0 && IsFresh(quote, facts.Now, limit),
            $"px={px}, at={quote.At:O}, age_s={age.TotalSeconds:0.###}, limit_s={limit?.ToString() ?? "none"}, scope={scope}");
    }
}
