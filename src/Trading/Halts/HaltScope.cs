using System.Text.RegularExpressions;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Halts;

/// <summary>Scopes of a halt: <c>all</c>, <c>venue:NAME</c>, <c>strategy:NAME</c> or <c>symbol:NAME</c>.</summary>
public static partial class HaltScope
{
    public const string All = "all";

    /// <summary>
    /// The scope that a text names, spelled as orders lie in it; null for a text that names none. A symbol is in upper case, as intents
    /// have it: <c>symbol:aapl</c> in another spelling would stop nothing.
    /// </summary>
    public static string? Parse(string text) => text == All ? All : text.Split(':', 2) switch
    {
        ["symbol", { Length: <= IntentLimits.MaxSymbol } name] when Symbol().IsWhole(name) => $"symbol:{name.ToUpperInvariant()}",
        ["strategy" or "venue", { Length: <= IntentLimits.MaxName } name] when Name().IsWhole(name) => text,
        _ => null,
    };

    /// <summary>The venue that a scope names; null for a scope of another kind.</summary>
    public static string? VenueOf(string scope) => scope.Split(':', 2) is ["venue", var name] ? name : null;

    /// <summary>The symbol that a scope names; null for a scope of another kind.</summary>
    public static string? SymbolOf(string scope) => scope.Split(':', 2) is ["symbol", var name] ? name : null;

    /// <summary>What kind of scope it is, and the name in it; <c>all</c> has none.</summary>
    public static (string Kind, string Name) Parts(string scope) => scope.Split(':', 2) is [var kind, var name] ? (kind, name) : (scope, "");

    /// <summary>The scopes an order lies in.</summary>
    public static IReadOnlyList<string> Of(Order order) =>
        [All, $"venue:{order.Venue}", $"strategy:{order.Slot.StrategyId}", $"symbol:{order.Symbol}"];

    [GeneratedRegex(IntentLimits.SymbolPattern)]
    private static partial Regex Symbol();

    [GeneratedRegex(IntentLimits.NamePattern)]
    private static partial Regex Name();
}
