using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Operator;

/// <summary>What an operator may do about a break. Every act is one step: recorded with who and why, or refused.</summary>
public sealed class BreakActs(IStore store, TimeProvider clock)
{
    /// <summary>Lets a break stand. Orders that were held for it go through the checks again; it is raised again when it has changed or has been away.</summary>
    /// <param name="id">The break.</param>
    /// <param name="actor">Who and why.</param>
    /// <param name="seen">The venue's side as the person has seen it; whatever it is when null.</param>
    public Task<ActResult> AcceptAsync(long id, Actor actor, string? seen = null) => ActAsync(id, BreakResolution.Accepted, actor, seen);

    /// <summary>Makes our view of a position or of cash the venue's, by a ledger entry that names the operator and the reason.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<ActResult> AdjustAsync(long id, Actor actor, string? seen = null) => ActAsync(id, BreakResolution.Adjusted, actor, seen);

    private Task<ActResult> ActAsync(long id, BreakResolution resolution, Actor actor, string? seen) => store.WriteAsync(session =>
    {
        if (BreakTable.Find(session, id) is not { } found)
        {
            return new ActResult.NotFound($"There is no break {id}");
        }

        if (found.ClosedAt is not null)
        {
            return new ActResult.Refused("BREAK_CLOSED", $"Break {id} is {Columns.Word(found.Resolution!.Value)} already, by {found.By}");
        }

        if (seen is not null && seen != found.Theirs)
        {
            return new ActResult.Refused("BREAK_MOVED", $"The venue had {seen} when you looked at break {id}, and has {found.Theirs} now (ours {found.Ours}): look at it again");
        }

        if (resolution == BreakResolution.Adjusted && !found.Kind.IsAdjustable())
        {
            return new ActResult.Refused(
                "NOT_ADJUSTABLE", $"A ledger entry can change a position or cash, and break {id} is {Columns.Word(found.Kind)}; accept it when it is known");
        }

        if (resolution == BreakResolution.Adjusted && BreakTable.HasMoved(session, found))
        {
            ReconciliationTable.Ask(session, found.Venue, found.Account, $"break {id} is to be adjusted", blocks: false, clock.GetUtcNow());
            return new ActResult.Refused(
                "BREAK_MOVED", $"Something was booked since the comparison that saw break {id} last, and may explain it: the account is compared again; look at it then");
        }

        var told = Breaks.Resolve(session, found, resolution, actor.By, actor.Why, clock.GetUtcNow());
        var released = told.Count == 0 ? "" : $"; {told.Count} held {(told.Count == 1 ? "order goes" : "orders go")} through the checks again";
        return (ActResult)new ActResult.Done($"Break {id} (ours {found.Ours}, the venue's {found.Theirs}) is {Columns.Word(resolution)}{released}", told);
    });
}
