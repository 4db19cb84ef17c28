using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator;

/// <summary>What an operator may do about an alert that stands in the worklist.</summary>
public sealed class AlertActs(IStore store, TimeProvider clock)
{
    /// <summary>Says that it was seen and is taken care of. It leaves the worklist, and stands there again when it is raised again.</summary>
    public Task<ActResult> AcknowledgeAsync(long id, Actor actor) => store.WriteAsync(session =>
    {
        if (StandingAlertTable.Find(session, id) is not { } alert)
        {
            return new ActResult.NotFound($"No alert {id} stands: its cause has ended, or somebody has acknowledged it");
        }

        var order = alert.ClOrdId is null ? null : OrderTable.Find(session, alert.ClOrdId);
        StandingAlertTable.Remove(session, id);
        JournalTable.Append(session, new JournalEntry(
            0, clock.GetUtcNow(), JournalKinds.AlertAcknowledged, order?.ClOrdId, order?.IntentId, Stages.Operator, order?.Pass,
            Columns.Json(new { alert = id, alert.Code, alert.Scope, raised_at = alert.FirstAt, alert.Times, actor.By, actor.Why })));
        return (ActResult)new ActResult.Done($"{alert.Code} of {alert.Scope} is acknowledged: it stands in the worklist again when it is raised again", []);
    });
}
