using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Rules;

namespace Pipeline.Validation;

/// <summary>Shuts the throttle of a strategy that does the same too often. Only a person opens it.</summary>
internal static class Throttles
{
    private static readonly string Code = new RepeatedExecution().Code;

    /// <summary>Shuts it when this is the order that was one too many.</summary>
    public static void ShutIfRepeated(StoreSession session, RuleFacts facts, IReadOnlyList<RuleResult> results)
    {
        if (facts.Repeats is not { ShutAt: null } || results.All(result => result.Code != Code || result.Passed))
        {
            return;
        }

        var order = facts.Order;
        var id = ThrottleTable.Shut(session, order, facts.Now);
        var seen = new { throttle = id, order.Slot.StrategyId, order.Symbol, order.Side, results.First(result => result.Code == Code).Detail };
        JournalTable.Append(session, order, Stages.Validation, JournalKinds.ThrottleShut, facts.Now, seen);
        JournalTable.RaiseAlert(session, Alert.ThrottleShut, order.Slot.StrategyId, Stages.Validation, facts.Now, order, seen);
    }
}
