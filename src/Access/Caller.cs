using Pipeline.Store;

namespace Pipeline.Access;

/// <summary>Who calls. Made by the one authentication in front of every endpoint and queue, and by nothing else.</summary>
public sealed record Caller
{
    private Caller(string name, string? keyId, string? strategyId, IEnumerable<Scope> scopes) =>
        (Name, KeyId, StrategyId, Scopes) = (name, keyId, strategyId, scopes.ToHashSet());

    /// <summary>
    /// Whoever calls without credentials where none are needed: over the loopback, with the paper venue. It has the run of the
    /// house but for an operator's acts, which need a name.
    /// </summary>
    public static Caller Anonymous { get; } = new("anonymous", null, null, [Scope.Submit, Scope.Cancel, Scope.Read, Scope.Viewer]);

    /// <summary>The strategy's or the operator's name.</summary>
    public string Name { get; }

    /// <summary>The key that a strategy has shown; null for operators.</summary>
    public string? KeyId { get; }

    /// <summary>The one strategy it acts for and sees; null where it is bound to none.</summary>
    public string? StrategyId { get; }

    public IReadOnlySet<Scope> Scopes { get; }

    /// <summary>A strategy that has shown a key of its own.</summary>
    public static Caller Strategy(string strategyId, string keyId, IEnumerable<Scope> scopes) => new(strategyId, keyId, strategyId, scopes);

    /// <summary>A named person.</summary>
    /// <param name="name">As it stands in the journal.</param>
    /// <param name="role">The highest that the person may.</param>
    public static Caller Operator(string name, Scope role) => new(name, null, null, Enum.GetValues<Scope>().Where(scope => scope >= Scope.Viewer && scope <= role));

    /// <summary>The same person where nobody needs to show anything: a token takes nothing away.</summary>
    public Caller WithAnonymous() => new(Name, KeyId, StrategyId, Scopes.Union(Anonymous.Scopes));

    public bool Has(Scope scope) => Scopes.Contains(scope);

    /// <summary>Whether what belongs to a strategy may be shown to it.</summary>
    public bool Sees(string strategyId) => StrategyId is null || StrategyId == strategyId;

    /// <summary>The refusal of a caller that has none of some scopes; null when it has one.</summary>
    public Refusal? Lacks(params IReadOnlyList<Scope> anyOf) =>
        anyOf.Any(Has) ? null
        : this == Anonymous ? Refusal.CredentialsMissing(Words(anyOf))
        : Refusal.ScopeMissing(Name, Words(anyOf), Words([.. Scopes]));

    internal static string Words(IEnumerable<Scope> scopes) => string.Join(" or ", scopes.Order().Select(Columns.Word));
}
