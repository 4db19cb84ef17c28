using Pipeline.Store;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Operator.DeadLetters;

/// <summary>Says what the checks would say of an order now. Known where a process has the facts that they need; nothing is recorded.</summary>
public interface ICheckPreview
{
    /// <exception cref="FactsUnavailableException">Nobody can say now.</exception>
    CheckPreview Preview(StoreSession session, Order order, DateTimeOffset now);
}

/// <summary>What the checks would say of an order.</summary>
/// <param name="Outcome">accept, hold, deny or wait.</param>
/// <param name="Code">Code of what would hold or deny it.</param>
/// <param name="Detail">Its facts.</param>
/// <param name="Until">Until when it would be held.</param>
/// <param name="Rules">Every rule that would run.</param>
public sealed record CheckPreview(string Outcome, string? Code, string? Detail, DateTimeOffset? Until, IReadOnlyList<RuleResult> Rules);
