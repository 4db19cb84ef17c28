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
            results[i] = All[i].Check(facts);
        }

        return results;
    }

    /// <summary>Accept when every rule passed; else a denial with the first failure's code and all failures in its detail.</summary>
    public static Verdict Judge(IReadOnlyList<RuleResult> results)
    {
        var failures = results.Where(result => !result.Passed).ToList();
        return failures.Count == 0
            ? new Verdict.Accept()
            : new Verdict.Deny(failures[0].Code, string.Join("; ", failures.Select(failure => failures.Count == 1 ? failure.Detail : $"{failure.Code}: {failure.Detail}")));
    }
}
