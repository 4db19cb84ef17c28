using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator;

/// <summary>What an operator may do about a strategy: promote it from paper, and take that back.</summary>
public sealed class StrategyActs(IStore store, TimeProvider clock)
{
    /// <summary>Lets a strategy trade at a venue other than paper.</summary>
    public Task<ActResult> PromoteAsync(string strategyId, Actor actor) => ActAsync(strategyId, (session, now) =>
    {
        if (!PromotionTable.TryInsert(session, new Promotion { StrategyId = strategyId, By = actor.By, Why = actor.Why, At = now }))
        {
            return new ActResult.Refused("PROMOTED_ALREADY", $"{strategyId} is promoted already, by {PromotionTable.Find(session, strategyId)!.By}");
        }

        Record(session, JournalKinds.StrategyPromoted, strategyId, actor, now);
        return new ActResult.Done($"{strategyId} may trade at other venues than paper", []);
    });

    /// <summary>Makes a strategy paper-only again. What was validated before goes on: halt the strategy to stop that.</summary>
    public Task<ActResult> DemoteAsync(string strategyId, Actor actor) => ActAsync(strategyId, (session, now) =>
    {
        if (!PromotionTable.Delete(session, strategyId))
        {
            return new ActResult.NotFound($"{strategyId} is not promoted");
        }

        Record(session, JournalKinds.StrategyDemoted, strategyId, actor, now);
        return new ActResult.Done($"{strategyId} is paper-only from its next order on", []);
    });

    // A name that no intent can bear would promote nobody.
    private Task<ActResult> ActAsync(string strategyId, Func<StoreSession, DateTimeOffset, ActResult> act) => HaltScope.Parse($"strategy:{strategyId}") is null
        ? Task.FromResult<ActResult>(ActResult.Malformed("BAD_STRATEGY", $"'{strategyId}' is no name of a strategy"))
        : store.WriteAsync(session => act(session, clock.GetUtcNow()));

    private static void Record(StoreSession session, string kind, string strategyId, Actor actor, DateTimeOffset now) => JournalTable.Append(
        session, new JournalEntry(0, now, kind, null, null, Stages.Operator, null, Columns.Json(new { strategy_id = strategyId, actor.By, actor.Why })));
}
