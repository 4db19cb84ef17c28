namespace Pipeline.Store;

/// <summary>
/// What a step has to itself while it runs. SQLite has one writer, so every step has everything; in PostgreSQL steps run side by side unless
/// what they name is the same (docs/store.md). A step that reads more than it names before it decides must be <see cref="Alone"/>.
/// </summary>
public sealed class Turn
{
    /// <summary>The whole store: no other step runs meanwhile. What a step has that says nothing; for acts of people and of starts, not for an order's way.</summary>
    public static readonly Turn Alone = new() { IsAlone = true };

    /// <summary>Nothing: each of its statements stands for itself, as an entry that is added, or a row that is changed where it is as expected.</summary>
    public static readonly Turn Shared = new();

    private const string AccountPrefix = "account/";
    private const string LeasePrefix = "lease/";

    private Turn()
    {
    }

    /// <summary>Whether it is the whole store.</summary>
    public bool IsAlone { get; private init; }

    /// <summary>What it is of, with no name in it: an intent, an account, orders, a lease, a duty.</summary>
    internal string Kind => IsAlone ? "all" : GivenKind ?? (Names.Count == 0 ? "nothing" : Names[0].Split('/')[0]);

    private string? GivenKind { get; init; }

    /// <summary>What is named.</summary>
    internal IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>ClOrdIds of orders whose accounts are named.</summary>
    internal IReadOnlyList<string> Orders { get; private init; } = [];

    /// <summary>What else of an order's place is named.</summary>
    internal Func<OrderPlace, IEnumerable<string>>? Counted { get; private init; }

    /// <summary>An account: its orders, lines, exposures, positions, executions and breaks.</summary>
    public static Turn OfAccount(string account) => Of(AccountName(account));

    /// <summary>The account of an order, and with it the order. Where the store has no such order, the whole store.</summary>
    public static Turn OfOrder(string clOrdId) => OfOrders([clOrdId]);

    /// <summary>The accounts of several orders.</summary>
    public static Turn OfOrders(IReadOnlyList<string> clOrdIds) => new() { GivenKind = "orders", Orders = clOrdIds };

    /// <summary>As <see cref="OfOrder(string)"/>, with what else must not be counted by two at once.</summary>
    public static Turn OfOrder(string clOrdId, Func<OrderPlace, IEnumerable<string>> counted) => new() { GivenKind = "orders", Orders = [clOrdId], Counted = counted };

    /// <summary>A duty or a thing by its name, for example <c>notices</c>.</summary>
    public static Turn Of(params IReadOnlyList<string> names) => new() { Names = names };

    /// <summary>A lease: who renews one waits for nothing else.</summary>
    public static Turn OfLease(string name) => Of($"{LeasePrefix}{name}");

    /// <summary>A strategy's intents, and the accounts that they are for: of two that ask for one slot the second finds the first.</summary>
    public static Turn OfIntent(string strategyId, IEnumerable<string> accounts) =>
        new() { GivenKind = "intent", Names = [.. accounts.Distinct().Select(AccountName), $"strategy/{strategyId}"] };

    /// <summary>This, and other names.</summary>
    public Turn And(IEnumerable<string> names) => new() { GivenKind = GivenKind, IsAlone = IsAlone, Names = [.. Names, .. names], Orders = Orders, Counted = Counted };

    internal static string AccountName(string account) => $"{AccountPrefix}{account}";

    internal static bool IsLease(string name) => name.StartsWith(LeasePrefix, StringComparison.Ordinal);

    internal static bool IsAccount(string name) => name.StartsWith(AccountPrefix, StringComparison.Ordinal);
}

/// <summary>Where an order belongs, which never changes.</summary>
/// <param name="Account">The account.</param>
/// <param name="StrategyId">Whose order it is.</param>
/// <param name="Symbol">The symbol.</param>
public sealed record OrderPlace(string Account, string StrategyId, string Symbol);
