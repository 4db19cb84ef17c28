using Pipeline.Messages.Capabilities;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Limits;

/// <summary>The operator's limits, by scope: what a limits file says, over the paper venue's defaults. Never changes.</summary>
public sealed class LimitBook
{
    private readonly IReadOnlyDictionary<LimitScope, LimitSet> said;
    private readonly Dictionary<LimitScope, LimitSet> inForce;

    /// <param name="said">What the file says.</param>
    /// <param name="defaults">Global limits where the file says nothing; none for a venue where money is at stake.</param>
    /// <param name="allotment">The share of the shared global limits that this store has, more than 0 and at most 1.</param>
    /// <param name="hash">SHA-256 of the file in lower-case hex; empty without a file.</param>
    public LimitBook(IReadOnlyDictionary<LimitScope, LimitSet> said, LimitSet defaults, decimal allotment = 1, string hash = "")
    {
        (this.said, Allotment, Hash) = (said, allotment, hash);
        inForce = new Dictionary<LimitScope, LimitSet>(said);
        inForce[LimitScope.Global] = said.GetValueOrDefault(LimitScope.Global, LimitSet.Empty).Over(defaults).Share(allotment);
    }

    /// <summary>The limits of the paper venue without a file.</summary>
    public static LimitBook Default { get; } = new(new Dictionary<LimitScope, LimitSet>(), LimitSet.Defaults);

    /// <summary>The share of the shared global limits that this store has.</summary>
    public decimal Allotment { get; }

    /// <summary>SHA-256 of the file in lower-case hex; empty without a file.</summary>
    public string Hash { get; }

    /// <summary>Who has changed the file last and why, in its own words.</summary>
    public FileChange Change { get; init; } = FileChange.Unsaid;

    /// <summary>Every scope with its limits in force, the global one first.</summary>
    public IEnumerable<(LimitScope Scope, LimitSet Limits)> Scopes =>
        inForce.OrderBy(entry => entry.Key.Kind).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));

    /// <summary>The limits that an order falls under, the widest first. Every one of them counts, so that the tightest wins.</summary>
    public IReadOnlyList<(LimitScope Scope, LimitSet Limits)> For(Order order) => For(LimitScope.Of(order));

    /// <summary>Those of some scopes that have any, in their order.</summary>
    public IReadOnlyList<(LimitScope Scope, LimitSet Limits)> For(IEnumerable<LimitScope> of)
    {
        var scopes = new List<(LimitScope Scope, LimitSet Limits)>(4);
        foreach (var scope in of)
        {
            if (inForce.TryGetValue(scope, out var limits))
            {
                scopes.Add((scope, limits));
            }
        }

        return scopes;
    }

    /// <summary>The smallest of a number's limits that an order falls under; null when none is set.</summary>
    public decimal? Tightest(Order order, Limit<decimal> limit) => For(order).Min(scope => scope.Limits.Number(limit));

    /// <summary>What a price of an order that is worked out is put on.</summary>
    public TickSizes TicksToRoundTo(Order order, InstrumentRules? instrument) => TickSizes.ToRoundTo(For(order).LastOrDefault(scope => scope.Limits.Says(AllLimits.TickSizes)).Limits, instrument);

    /// <summary>
    /// The accounts that have limits and are not the one served here: they apply to no order of this host. One file may be several hosts', so
    /// that it is no fault; a name that is misspelled looks the same.
    /// </summary>
    public IReadOnlyList<string> AccountsBeside(string account) =>
        [.. Scopes.Where(entry => entry.Scope.Kind == ScopeKind.Accounts && entry.Scope.Name != account).Select(entry => entry.Scope.Name)];

    /// <summary>The limits that the file neither sets nor waives, by name: globally, or for the account.</summary>
    public IReadOnlyList<string> Unsaid(string account)
    {
        var global = said.GetValueOrDefault(LimitScope.Global, LimitSet.Empty);
        var own = said.GetValueOrDefault(new LimitScope(ScopeKind.Accounts, account), LimitSet.Empty);
        return [.. AllLimits.All.Where(limit => !global.Says(limit) && !own.Says(limit)).Select(limit => limit.Name)];
    }
}
