using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator;

/// <summary>What an operator may do about a strategy that was shut out for doing the same too often.</summary>
public sealed class ThrottleActs(IStore store, TimeProvider clock)
{
    /// <summary>Opens a throttle: what comes from now on is counted from nothing. What it denied stays denied.</summary>
    public Task<ActResult> OpenAsync(long id, Actor actor) => store.WriteAsync(session =>
    {
        if (ThrottleTable.Find(session, id) is not { } throttle)
        {
            return new ActResult.NotFound($"There is no throttle {id}");
        }

        var of = $"{throttle.StrategyId} in {throttle.Symbol}, {Columns.Word(throttle.Side)}";
        if (throttle.ShutAt is not { } shutAt)
        {
            return new ActResult.Refused("THROTTLE_OPEN", $"Throttle {id}, of {of}, is open");
        }

        var now = clock.GetUtcNow();
        ThrottleTable.Open(session, id, now);
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.ThrottleOpened, null, null, Stages.Operator, null,
            Columns.Json(new { throttle = id, throttle.StrategyId, throttle.Symbol, throttle.Side, shut_at = shutAt, actor.By, actor.Why })));
        return (ActResult)new ActResult.Done($"Throttle {id} is open: orders of {of}, are let through again", []);
    });
}
