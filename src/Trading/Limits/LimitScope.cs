using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Limits;

/// <summary>What limits are set for.</summary>
public enum ScopeKind
{
    /// <summary>Everything that goes through this store.</summary>
    Global,

    /// <summary>An account.</summary>
    Accounts,

    /// <summary>A strategy, in every symbol.</summary>
    Strategies,

    /// <summary>A symbol, of every strategy.</summary>
    Symbols,
}

/// <summary>What a set of limits is of.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Which of the kind; empty for the global one.</param>
public sealed record LimitScope(ScopeKind Kind, string Name)
{
    public static LimitScope Global { get; } = new(ScopeKind.Global, "");

    /// <summary>As rules name it: <c>global</c>, <c>account:paper</c>, <c>strategy:momentum</c> or <c>symbol:AAPL</c>.</summary>
    public string Text { get; } = Kind switch
    {
        ScopeKind.Global => "global",
        ScopeKind.Accounts => $"account:{Name}",
        ScopeKind.Strategies => $"strategy:{Name}",
        ScopeKind.Symbols => $"symbol:{Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Not a kind of scope"),
    };

    /// <summary>The scopes an order is in, the widest first.</summary>
    public static IEnumerable<LimitScope> Of(Order order) => Of(order.Account, order.Slot.StrategyId, order.Symbol);

    /// <summary>The scopes of what belongs to an account, a strategy and a symbol, the widest first.</summary>
    public static IEnumerable<LimitScope> Of(string account, string strategyId, string symbol) =>
        [Global, new LimitScope(ScopeKind.Accounts, account), new LimitScope(ScopeKind.Strategies, strategyId), new LimitScope(ScopeKind.Symbols, symbol)];
}
