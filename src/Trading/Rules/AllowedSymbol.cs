using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>What may be traded is listed; a symbol that an agent has made up is not.</summary>
public sealed class AllowedSymbol() : AllowList("SYMBOL_NOT_ALLOWED", "symbol", AllLimits.AllowedSymbols)
{
    public override string Meaning => "The symbol is one that may be traded.";

    public override string Inputs => "the line's symbol";

    public override string Source => "SEC 15c3-5(c)(2)(ii): restricted securities";

    protected override string Of(RuleFacts facts) => facts.Order.Symbol;
}
