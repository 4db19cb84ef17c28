using System.Text.Json.Serialization;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// One pre-trade rule. Rules are found by scan, since the danger is a rule that never runs; all of them run on every order,
/// and what each one saw is in the order's journal, passed or not. docs/rules.md is written from what they say of themselves.
/// </summary>
public interface IRule
{
    /// <summary>Stable code of the denial, upper snake case.</summary>
    string Code { get; }

    /// <summary>When an order passes, in one sentence.</summary>
    string Meaning { get; }

    /// <summary>The facts it looks at.</summary>
    string Inputs { get; }

    /// <summary>Where the demand for it comes from.</summary>
    string Source { get; }

    /// <summary>The limits it compares with.</summary>
    IReadOnlyList<Limit> Limits => [];

    /// <summary>True for a rule whose failure makes the order wait for a person, who may waive it; the others deny.</summary>
    bool Holds => false;

    RuleResult Check(RuleFacts facts);
}

/// <summary>What one rule saw and said.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="Passed">Whether the order may pass.</param>
/// <param name="Detail">The facts and limits it compared, <c>key=value, ...</c>.</param>
/// <param name="Holds">Whether a failure only makes the order wait for a person.</param>
public sealed record RuleResult(
    string Code, bool Passed, string Detail, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Holds = false);
