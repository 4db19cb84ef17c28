using System.Text;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.DeadLetters;

/// <summary>What an operator may do about one dead letter. Every act is one step: recorded with who and why, or refused.</summary>
public sealed class DeadLetterActs(IStore store, TimeProvider clock)
{
    /// <summary>
    /// Replays it. What that does is decided by what its message is for and by how its order stands now; nothing is sent past a check.
    /// </summary>
    public Task<ActResult> ReplayAsync(long id, Actor actor) => ActAsync(id, (session, letter, now) =>
        LetterReplay.Plan(session, letter) switch
        {
            ReplayPlan.Impossible impossible => new ActResult.Refused(impossible.Code, impossible.Why),
            var plan => new ActResult.Done($"Dead letter {id} is replayed. {plan.Says}", LetterReplay.Record(session, letter, plan, actor, null, now)),
        });

    /// <summary>Decides that nothing is to come of it. An order whose way it was stays parked until its end, a cancel or an undo of this.</summary>
    public Task<ActResult> DiscardAsync(long id, Actor actor) => ActAsync(id, (session, letter, now) =>
    {
        if (letter.State != DeadLetterState.Open)
        {
            return new ActResult.Refused("NOT_OPEN", $"Dead letter {id} is {Columns.Word(letter.State)}");
        }

        DeadLetterTable.SetState(session, id, DeadLetterState.Discarded);
        Record(session, letter, JournalKinds.DeadLetterDiscarded, DeadLetterEvent.Discarded, actor, "Nothing comes of it", null, now);
        var parked = letter is { Kind: LetterKind.Way, ClOrdId: not null } ? $". Its order stays parked until pipelinectl order cancel {letter.ClOrdId} ends it" : "";
        return new ActResult.Done($"Dead letter {id} is discarded{parked}", []);
    });

    /// <summary>Takes a discard back.</summary>
    public Task<ActResult> UndoAsync(long id, Actor actor) => ActAsync(id, (session, letter, now) =>
    {
        if (letter.State != DeadLetterState.Discarded)
        {
            return new ActResult.Refused("NOT_DISCARDED", $"Dead letter {id} is {Columns.Word(letter.State)}, and only a discard can be undone");
        }

        DeadLetterTable.SetState(session, id, DeadLetterState.Open);
        Record(session, letter, JournalKinds.DeadLetterReopened, DeadLetterEvent.Reopened, actor, "Its discard is undone", null, now);
        return new ActResult.Done($"Dead letter {id} is open again", []);
    });

    /// <summary>Gives the message that a replay sends. The original is kept, and so is the difference.</summary>
    /// <param name="id">Which.</param>
    /// <param name="text">The message as it is to be.</param>
    /// <param name="actor">Who edits it and why.</param>
    public Task<ActResult> EditAsync(long id, string text, Actor actor) => ActAsync(id, (session, letter, now) =>
    {
        if (letter.State != DeadLetterState.Open)
        {
            return new ActResult.Refused("NOT_OPEN", $"Dead letter {id} is {Columns.Word(letter.State)}");
        }

        var (content, edited) = (DeadLetterTable.Content(session, id), Encoding.UTF8.GetBytes(text));
        if (Edits.Refuse(letter.Kind, letter.MessageType, content.Body, edited) is { } refusal)
        {
            return new ActResult.Refused(refusal.Code, refusal.Why);
        }

        var difference = BodyDifference.Of(content.Body, edited);
        if (difference.Count == 0)
        {
            return new ActResult.Refused("NO_DIFFERENCE", $"The edit is what dead letter {id} came as");
        }

        DeadLetterTable.SetEdited(session, id, edited);
        Record(session, letter, JournalKinds.DeadLetterEdited, DeadLetterEvent.Edited, actor, $"{difference.Count} {(difference.Count == 1 ? "difference" : "differences")} from the original", Columns.Json(difference), now);
        return new ActResult.Done($"Dead letter {id} is edited in {difference.Count} {(difference.Count == 1 ? "place" : "places")}; a replay sends it so, and the original is kept", []);
    });

    private static void Record(
        StoreSession session, DeadLetterRow letter, string kind, string act, Actor actor, string result, string? detail, DateTimeOffset now)
    {
        DeadLetterHistoryTable.Add(session, new DeadLetterEvent { LetterId = letter.Id, At = now, Act = act, By = actor.By, Why = actor.Why, Result = result, Detail = detail });
        var order = letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        JournalTable.Append(session, new JournalEntry(
            0, now, kind, order?.ClOrdId, order?.IntentId, Stages.Operator, order?.Pass,
            Columns.Json(new { dead_letter = letter.Id, letter.Stage, letter.MessageType, letter.Reason, actor.By, actor.Why, detail })));
    }

    private Task<ActResult> ActAsync(long id, Func<StoreSession, DeadLetterRow, DateTimeOffset, ActResult> act) => store.WriteAsync(session =>
        DeadLetterTable.Find(session, id) is { } letter ? act(session, letter, clock.GetUtcNow()) : new ActResult.NotFound($"There is no dead letter {id}"));
}
