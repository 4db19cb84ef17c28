using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A rule by which something of the order must stand in a list, in every scope that has one.</summary>
public abstract class AllowList(string code, string key, Limit<IReadOnlySet<string>> limit) : IRule
{
    public string Code => code;

    public abstract string Meaning { get; }

    public abstract string Inputs { get; }

    public abstract string Source { get; }

    public IReadOnlyList<Limit> Limits => [limit];

    public RuleResult Check(RuleFacts facts)
    {
        var value = Of(facts);
        return Details.InEach(code, facts, scope => scope.Limits.Of(limit) is not { } allowed
            ? null
            : (allowed.Contains(value), $"{key}={value}, allowed={(allowed.Count <= 10 ? string.Join("|", allowed) : $"{allowed.Count} names")}"));
    }

    /// <summary>What must stand in the list.</summary>
    protected abstract string Of(RuleFacts facts);
}
