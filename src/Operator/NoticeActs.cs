using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator;

/// <summary>What an operator may do about notices that could not be given to OpenClaw in time.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
public sealed class NoticeActs(IStore store, TimeProvider clock)
{
    /// <summary>Has a dead notice tried again, with the same bytes; every dead one when <paramref name="id"/> is null.</summary>
    public Task<ActResult> SendAgainAsync(long? id, Actor actor) => store.WriteAsync(session =>
    {
        if (id is { } one && NoticeTable.Find(session, one) is var found && found is not { DeadAt: not null })
        {
            return found is null
                ? new ActResult.NotFound($"There is no notice {one}")
                : (ActResult)new ActResult.Refused("NOTICE_NOT_DEAD", $"Notice {one} is not dead: it {(found.SentAt is null ? "is tried" : "was taken in")}");
        }

        // Whom it is told to runs on the machine's clock, whatever the pipeline rehearses.
        var revived = NoticeTable.Revive(session, id, TimeProvider.System.GetUtcNow());
        if (revived.Count == 0)
        {
            return new ActResult.NotFound("No notice is dead");
        }

        JournalTable.Append(session, new JournalEntry(
            0, clock.GetUtcNow(), JournalKinds.NoticeSentAgain, null, null, Stages.Operator, null,
            Columns.Json(new { notices = revived.Count, first = revived[0].Id, last = revived[^1].Id, actor.By, actor.Why })));
        return new ActResult.Done($"{(revived.Count == 1 ? $"Notice {revived[0].Id} is" : $"{revived.Count} notices are")} tried again", []);
    });
}
