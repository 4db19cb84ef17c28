namespace Pipeline.Trading.Rules;

/// <summary>Every rule there is, in the order in which a reader wants to see their results.</summary>
public static class RuleBook
{
    // The first failure names the denial, so a cause goes before what follows from it: without a quote nothing can be valued.
    private static readonly Type[] Causes = [typeof(IntentExpired), typeof(OrderShape), typeof(ReferencePrice)];

    public static IReadOnlyList<IRule> All { get; } =
    [
        .. typeof(RuleBook).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IRule)))
            .OrderBy(type => Array.IndexOf(Causes, type) is var place && place < 0 ? Causes.Length : place)
            .ThenBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IRule)Activator.CreateInstance(type)!),
    ];

    /// <summary>Runs every rule, also after one has failed: whoever is denied is told all of it.</summary>
    public static IReadOnlyList<RuleResult> Check(RuleFacts facts)
    {
        var results = new RuleResult[All.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Check(All[i], facts);
        }

        return results;
    }

    /// <summary>
    /// Accept when every rule passed. A denial has the first failure's code and all failures in its detail; an order that fails
    /// only rules that hold waits for a person.
    /// </summary>
    public static Verdict Judge(IReadOnlyList<RuleResult> results)
    {
        var failures = results.Where(result => !result.Passed).OrderBy(result => result.Holds).ToList();
        if (failures.Count == 0)
        {
            return new Verdict.Accept();
        }

        var detail = string.Join("; ", failures.Select(failure => failures.Count == 1 ? failure.Detail : $"{failure.Code}: {failure.Detail}"));
        return failures[0].Holds ? new Verdict.Hold(failures[0].Code, detail, Until: null) : new Verdict.Deny(failures[0].Code, detail);
    }

    // A waiver covers exactly the code that held the order, for that order alone; what denies can't be waived.
    private static RuleResult Check(IRule rule, RuleFacts facts)
    {
        var result = rule.Check(facts) with { Holds = rule.Holds };
        return !result.Passed && rule.Holds && facts.Waivers.TryGetValue(rule.Code, out var waivedBy)
            ? result with { Passed = true, Detail = $"{result.Detail}, waived_by={waivedBy}" }
            : result;
    }
}
