using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator;

/// <summary>What an operator may see and do of the way to the venue.</summary>
/// <param name="store">The store.</param>
/// <param name="venue">The venue that orders go to.</param>
/// <param name="machine">The machine's clock, which speaks of processes.</param>
/// <param name="clock">The time.</param>
public sealed class VenueActs(IStore store, string venue, TimeProvider machine, TimeProvider clock)
{
    /// <summary>How it is, as every process says.</summary>
    public VenueHealthView Look() => store.Read(session => VenueHealthView.Of(session, venue, machine.GetUtcNow()));

    /// <summary>
    /// Has every process forget that it was asked to leave the venue alone, and close its breaker. It changes nothing at the venue: one that still refuses calls
    /// asks for a pause anew.
    /// </summary>
    public Task<ActResult> EndPauseAsync(Actor actor) => store.WriteAsync(session =>
    {
        var kept = VenueHealthView.Of(session, venue, machine.GetUtcNow()).KeptAway.ToList();
        if (kept.Count == 0)
        {
            return new ActResult.Refused("VENUE_NOT_LEFT_ALONE", $"No process says that it keeps calls from {venue}");
        }

        VenuePauseEndTable.Insert(session, venue, machine.GetUtcNow());
        JournalTable.Append(session, new JournalEntry(
            0, clock.GetUtcNow(), JournalKinds.VenuePauseEnded, null, null, Stages.Operator, null,
            Columns.Json(new { scope = $"venue:{venue}", kept = kept.Select(view => new { view.Process, view.Workers, view.Breaker, view.LeftAloneS }), actor.By, actor.Why })));
        var who = string.Join("; ", kept.Select(view => $"{view.Process} ({string.Join(", ", view.Workers)}): {string.Join(", ", view.Reasons)}"));
        return (ActResult)new ActResult.Done($"Within seconds {venue} is called again by {who}. If it still refuses calls it asks for a pause anew, and a ban may grow longer", []);
    });
}
