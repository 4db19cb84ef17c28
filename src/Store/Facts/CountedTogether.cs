using Pipeline.Trading.Limits;

namespace Pipeline.Store.Facts;

/// <summary>
/// What limits count of orders of several accounts, by names that a turn takes: only where such a limit is set do orders of different accounts
/// wait for each other.
/// </summary>
public static class CountedTogether
{
    public static IEnumerable<string> Of(LimitBook limits, OrderPlace place)
    {
        var scopes = limits.For(LimitScope.Of(place.Account, place.StrategyId, place.Symbol));
        foreach (var (scope, set) in scopes)
        {
            if (scope.Kind != ScopeKind.Accounts && (set.Sets(AllLimits.MaxOrdersPerSecond) || set.Sets(AllLimits.MaxOrdersPerDay)))
            {
                yield return $"orders/{scope.Text}";
            }
        }

        if (scopes.Any(scope => scope.Limits.Sets(AllLimits.MaxRepeatsPerMinute)))
        {
            yield return $"throttle/{place.StrategyId}/{place.Symbol}";
        }
    }
}
