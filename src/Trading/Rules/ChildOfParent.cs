namespace Pipeline.Trading.Rules;

/// <summary>
/// Knight Capital sent four million orders for 212: nothing compared what left with what had been asked for. Whatever replaces an order
/// of a line is counted with everything that the line has filled and may still fill.
/// </summary>
public sealed class ChildOfParent : IRule
{
    public string Code => "CHILD_EXCEEDS_PARENT";

    public string Meaning => "What the line's other orders have filled and may still fill, and this one, is at most what the line asks for.";

    public string Inputs => "all orders of the line";

    public string Source => "SEC Release 34-70694 (Knight Capital): orders that leave are compared with those that were entered";

    public RuleResult Check(RuleFacts facts)
    {
        if (!facts.Order.IsReplacement)
        {
            return new RuleResult(Code, true, $"line_qty={facts.Order.Terms.Qty}, qty={facts.Order.Terms.Qty}");
        }

        var line = facts.Line ?? throw new InvalidOperationException("The line of a replacement was not loaded");
        var beside = line.CommittedBeside(facts.Order.ClOrdId);
        return new RuleResult(Code, beside + facts.Order.Terms.Qty <= line.Qty, $"line_qty={line.Qty}, beside={beside}, qty={facts.Order.Terms.Qty}");
    }
}
