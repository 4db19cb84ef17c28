namespace Pipeline.Trading.Rules;

/// <summary>
/// One pre-trade rule. Rules are found by scan, since the danger is a rule that never runs; all of them run on every order,
/// and what each one saw is in the order's journal, passed or not.
/// </summary>
public interface IRule
{
    /// <summary>Stable code of the denial, upper snake case.</summary>
    string Code { get; }

    /// <summary>True for a rule whose failure makes the order wait for a person, who may waive it; the others deny.</summary>
    bool Holds => false;

    RuleResult Check(RuleFacts facts);
}

/// <summary>What one rule saw and said.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="Passed">Whether the order may pass.</param>
/// <param name="Detail">The facts and limits it compared, <c>key=value, ...</c>.</param>
/// <param name="Holds">Whether a failure only makes the order wait for a person.</param>
public sealed record RuleResult(string Code, bool Passed, string Detail, bool Holds = false);
