using System.Globalization;

namespace Pipeline.Trading.Rules;

/// <summary>Details that many rules have in common.</summary>
internal static class Details
{
    /// <summary>Passed: nobody limits it.</summary>
    public static RuleResult Unlimited(string code) => new(code, true, "limit=none");

    /// <summary>A number of which not every digit matters.</summary>
    public static string Of(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>An age in seconds, to the tick, as limits compare it.</summary>
    public static decimal Seconds(TimeSpan age) => age.Ticks / (decimal)TimeSpan.TicksPerSecond;

    /// <summary>Checks a rule in each scope that limits it: it passes when it does in all of them.</summary>
    public static RuleResult InEach(string code, RuleFacts facts, Func<ScopeFacts, (bool Passed, string Detail)?> check)
    {
        var passed = true;
        string? detail = null;
        foreach (var scope in facts.Scopes)
        {
            if (check(scope) is var (isPassed, said))
            {
                passed &= isPassed;
                detail = detail is null ? $"{said}, scope={scope.Scope.Text}" : $"{detail}, {said}, scope={scope.Scope.Text}";
            }
        }

        return detail is null ? Unlimited(code) : new RuleResult(code, passed, detail);
    }
}
