using Pipeline.Access;
using Pipeline.Messages.Intents;

namespace Pipeline.Intake;

/// <summary>Whose an intent is.</summary>
internal static class Ownership
{
    /// <summary>The strategy, or why whoever submits it may not.</summary>
    public static (string StrategyId, Refusal? Refusal) Of(Intent intent, Caller caller, IntakeOptions options)
    {
        var strategyId = intent.StrategyId ?? caller.StrategyId ?? options.DefaultStrategy;
        return (strategyId, caller.Sees(strategyId) ? null : Refusal.StrategyMismatch(caller.StrategyId!));
    }
}
