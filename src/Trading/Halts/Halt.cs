using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Halts;

/// <summary>Nothing in the scope is granted until a person lifts it.</summary>
/// <param name="Scope">What it covers, see <see cref="HaltScope"/>.</param>
/// <param name="By">Who tripped it.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record Halt(string Scope, string By, string Why, DateTimeOffset At);

/// <summary>Scopes of a halt: <c>all</c>, <c>venue:NAME</c>, <c>strategy:NAME</c> or <c>symbol:NAME</c>.</summary>
public static class HaltScope
{
    public const string All = "all";

    private static readonly string[] Kinds = ["venue", "strategy", "symbol"];

    /// <summary>Whether a text is a scope.</summary>
    public static bool IsValid(string scope) =>
        scope == All || (scope.Split(':', 2) is [var kind, { Length: > 0 and <= 64 }] && Kinds.Contains(kind));

    /// <summary>The scopes an order lies in.</summary>
    public static IReadOnlyList<string> Of(Order order) =>
        [All, $"venue:{order.Venue}", $"strategy:{order.Slot.StrategyId}", $"symbol:{order.Symbol}"];
}
