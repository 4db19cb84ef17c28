using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A price between two ticks is refused by the venue, or rounded by it: better here, and by name.</summary>
public sealed class TickSize : IRule
{
    public string Code => "TICK_SIZE";

    public string Meaning => "Limit and stop price are on the instrument's tick.";

    public string Inputs => "the line's prices";

    public string Source => "SEC Rule 612 for US equities; each venue's rules for others";

    public IReadOnlyList<Limit> Limits => [AllLimits.TickSizes];

    public RuleResult Check(RuleFacts facts)
    {
        var said = facts.Nearest(AllLimits.TickSizes);
        var ticks = said is null ? facts.Order.Symbol.Contains('/', StringComparison.Ordinal) ? null : TickSizes.UsEquities : said.Limits.Of(AllLimits.TickSizes);
        if (ticks is null)
        {
            return Details.Unlimited(Code);
        }

        var terms = facts.Order.Terms;
        var worst = IsOff(ticks, terms.LimitPrice) ? terms.LimitPrice : IsOff(ticks, terms.StopPrice) ? terms.StopPrice : null;
        var shown = worst ?? terms.LimitPrice ?? terms.StopPrice;
        return new RuleResult(
            Code, worst is null, shown is { } price ? $"price={price}, tick={ticks.At(price)}, scope={said?.Scope.Text ?? "default"}" : "price=none");
    }

    // Zero and less is no price; the shape of the order says so.
    private static bool IsOff(TickSizes ticks, decimal? price) => price is > 0 && price.Value % ticks.At(price.Value) != 0;
}
