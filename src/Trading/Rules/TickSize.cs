using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A price between two ticks is refused by the venue, or rounded by it: better here, and by name.</summary>
public sealed class TickSize : IRule
{
    public string Code => "TICK_SIZE";

    public string Meaning => "Limit and stop price are on the instrument's tick, and on the venue's where it states one.";

    public string Inputs => "the line's prices, the tick that the venue states";

    public string Source => "SEC Rule 612 for US equities; each venue's rules for others";

    public IReadOnlyList<Limit> Limits => [AllLimits.TickSizes];

    public RuleResult Check(RuleFacts facts)
    {
        var said = facts.Nearest(AllLimits.TickSizes);
        var ticks = said is not null ? said.Limits.Of(AllLimits.TickSizes)
            : facts.Order.Symbol.Contains('/', StringComparison.Ordinal) || facts.Instrument?.TickSize is not null ? null
            : TickSizes.UsEquities;
        if (facts.Instrument?.TickSize is { } venues && Off(facts, new TickSizes([new TickBand(0, venues)])) is { } off)
        {
            return new RuleResult(Code, false, $"price={off}, tick={venues}, scope=venue");
        }

        if (ticks is null)
        {
            return Details.Unlimited(Code);
        }

        var terms = facts.Order.Terms;
        var worst = Off(facts, ticks);
        var shown = worst ?? terms.LimitPrice ?? terms.StopPrice;
        return new RuleResult(
            Code, worst is null, shown is { } price ? $"price={price}, tick={ticks.At(price)}, scope={said?.Scope.Text ?? "default"}" : "price=none");
    }

    private static decimal? Off(RuleFacts facts, TickSizes ticks) =>
        IsOff(ticks, facts.Order.Terms.LimitPrice) ? facts.Order.Terms.LimitPrice : IsOff(ticks, facts.Order.Terms.StopPrice) ? facts.Order.Terms.StopPrice : null;

    // Zero and less is no price; the shape of the order says so.
    private static bool IsOff(TickSizes ticks, decimal? price) => price is > 0 && price.Value % ticks.At(price.Value) != 0;
}
